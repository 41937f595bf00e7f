//! The decision table: regime × stored answer × Global Privacy Control × category → what is allowed, whether to ask, and
//! why. `docs/decisions.md` is this table, written out by a test.
//!
//! **Invariant:** in the opt-in regime no cell grants without a stored grant. **Invariant:** no cell grants what the
//! visitor refused, however old the refusal. **Invariant:** no cell both grants and waits for an answer.
//! See <https://w3c.github.io/gpc/> for the signal; a signal is an opt-out but not a stored refusal.

use super::line::cut;

/// What the law of a place wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// Nothing optional before the visitor agrees.
    OptIn,
    /// Optional things until the visitor objects; nobody is asked, the preferences are the way to object.
    OptOut,
    /// The same, and the visitor is told.
    Notice,
}

impl Regime {
    /// All, the strictest first.
    pub const ALL: [Regime; 3] = [Regime::OptIn, Regime::OptOut, Regime::Notice];

    /// The word for it in config, record and snapshot.
    pub const fn name(self) -> &'static str {
        match self {
            Regime::OptIn => "opt-in",
            Regime::OptOut => "opt-out",
            Regime::Notice => "notice",
        }
    }

    /// The regime of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Regime> {
        Regime::ALL.iter().find(|r| r.name() == name).copied()
    }
}

/// What a category is to this site. A service is of its category's class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Exempt from consent; cannot be switched off.
    Necessary,
    /// Asked for.
    Asked,
    /// Not asked for, so never allowed.
    NotAsked,
}

/// What is stored about one category or service, seen from today's question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No record.
    Nothing,
    /// Something is stored that is no record: garbled, forged, or of a release to come.
    Unreadable,
    /// A record from a day that has not come.
    Future,
    /// The visitor closed a notice.
    Told,
    /// The record is an answer, and does not know this category, or this service of a category that was granted.
    New,
    /// A grant that has lived as long as such an answer may.
    ExpiredGrant,
    /// A grant given to another version of the policy.
    OlderGrant,
    /// A grant for other purposes than the category is asked for now.
    RepurposedGrant,
    /// A refusal that has lived as long as such an answer may.
    ExpiredRefusal,
    /// A refusal given to another version of the policy.
    OlderRefusal,
    /// A refusal of other purposes than the category is asked for now.
    RepurposedRefusal,
    /// A refusal.
    Refused,
    /// A grant made without the signal, or by an act that did not show the signal.
    Granted,
    /// A grant made in the preferences while the signal was on.
    GrantedDespite,
}

impl Standing {
    /// All of them.
    pub const ALL: [Standing; 14] = [
        Standing::Nothing,
        Standing::Unreadable,
        Standing::Future,
        Standing::Told,
        Standing::New,
        Standing::ExpiredGrant,
        Standing::OlderGrant,
        Standing::RepurposedGrant,
        Standing::ExpiredRefusal,
        Standing::OlderRefusal,
        Standing::RepurposedRefusal,
        Standing::Refused,
        Standing::Granted,
        Standing::GrantedDespite,
    ];
}

/// The browser's Global Privacy Control, as the page sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// `navigator.globalPrivacyControl` is true, or the server passed on `Sec-GPC: 1`.
    On,
    /// It is false.
    Off,
    /// The browser does not know it: no more a signal than `Off`.
    Absent,
    /// It was switched on while the page lives: the same as `On` from the moment it is seen.
    Late,
}

impl Signal {
    /// All of them.
    pub const ALL: [Signal; 4] = [Signal::Off, Signal::Absent, Signal::On, Signal::Late];

    /// Whether it counts. Only `true` is a signal.
    pub const fn is_on(self) -> bool {
        matches!(self, Signal::On | Signal::Late)
    }
}

/// Why a cell says what it says. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Exempt from consent.
    Necessary,
    /// The site does not ask for it.
    NotOffered,
    /// The visitor has not answered.
    NotAsked,
    /// What is stored cannot be read.
    Unreadable,
    /// What is stored is from a day that has not come.
    Future,
    /// The answer has lived its time.
    Expired,
    /// The policy changed since.
    OtherVersion,
    /// The purposes changed since.
    OtherPurpose,
    /// The category or service was added since.
    New,
    /// The visitor refused.
    Refused,
    /// The visitor agreed.
    Granted,
    /// The visitor agreed in the preferences, knowing of the signal.
    DespiteSignal,
    /// The browser's signal is the opt-out; there is no answer of the visitor's.
    Signal,
    /// The visitor agreed, and the signal came later.
    SignalCameLater,
    /// The regime allows it until the visitor objects.
    Default,
}

impl Reason {
    /// All of them, in the order of their codes.
    pub const ALL: [Reason; 15] = [
        Reason::Necessary,
        Reason::NotOffered,
        Reason::NotAsked,
        Reason::Unreadable,
        Reason::Future,
        Reason::Expired,
        Reason::OtherVersion,
        Reason::OtherPurpose,
        Reason::New,
        Reason::Refused,
        Reason::Granted,
        Reason::DespiteSignal,
        Reason::Signal,
        Reason::SignalCameLater,
        Reason::Default,
    ];

    /// The reason code.
    pub fn name(self) -> &'static str {
        let mut rest = CODES;
        for _ in 0..self as u8 {
            rest = cut(rest, b' ').1;
        }
        cut(rest, b' ').0
    }
}

/// One text, because a table of texts weighs more in addresses and lengths than in letters.
const CODES: &str = "necessary not-offered not-asked unreadable future expired other-version other-purpose new refused \
granted despite-signal signal signal-came-later default";

/// What the visitor is to be shown unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Nothing.
    No,
    /// A notice, which can be closed and waits for no answer.
    Notice,
    /// The question.
    Banner,
}

/// One cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// May it happen?
    pub granted: bool,
    /// Must the visitor be asked or told?
    pub ask: Ask,
    /// Is the signal what keeps it off, so that this has to be shown?
    pub honoured: bool,
    /// Why.
    pub reason: Reason,
}

const fn grant(reason: Reason) -> Cell {
    Cell { granted: true, ask: Ask::No, honoured: false, reason }
}

const fn deny(honoured: bool, reason: Reason) -> Cell {
    Cell { granted: false, ask: Ask::No, honoured, reason }
}

const fn ask(reason: Reason) -> Cell {
    Cell { granted: false, ask: Ask::Banner, honoured: false, reason }
}

/// One cell of the table.
pub fn decide_cell(class: Class, regime: Regime, standing: Standing, signal: bool) -> Cell {
    match class {
        Class::Necessary => grant(Reason::Necessary),
        Class::NotAsked => deny(false, Reason::NotOffered),
        Class::Asked => {
            let packed = TABLE.get(index(regime, standing, signal)).copied().unwrap_or(0);
            Cell {
                granted: packed & 128 != 0,
                honoured: packed & 64 != 0,
                ask: match packed >> 4 & 3 {
                    0 => Ask::No,
                    1 => Ask::Notice,
                    _ => Ask::Banner,
                },
                reason: Reason::ALL.get(usize::from(packed & 15)).copied().unwrap_or(Reason::NotAsked),
            }
        }
    }
}

const fn index(regime: Regime, standing: Standing, signal: bool) -> usize {
    (regime as usize * Standing::ALL.len() + standing as usize) * 2 + signal as usize
}

/// What is asked for, a byte a cell: 128 granted, 64 honoured, 16 and 32 whom to ask, and the reason. The rules below
/// weigh six times as much as what comes of them.
static TABLE: [u8; Regime::ALL.len() * Standing::ALL.len() * 2] = table();

const fn table() -> [u8; Regime::ALL.len() * Standing::ALL.len() * 2] {
    let mut out = [0; Regime::ALL.len() * Standing::ALL.len() * 2];
    let mut at = 0;
    while at < out.len() {
        let (standing, regime) = (at / 2 % Standing::ALL.len(), at / 2 / Standing::ALL.len());
        let cell = rule(Regime::ALL[regime], Standing::ALL[standing], at % 2 == 1);
        out[at] = (cell.granted as u8) << 7
            | (cell.honoured as u8) << 6
            | (cell.ask as u8) << 4
            | cell.reason as u8;
        at += 1;
    }
    out
}

/// The table itself.
const fn rule(regime: Regime, standing: Standing, signal: bool) -> Cell {
    use Standing as S;
    match standing {
        S::Refused => return deny(signal, Reason::Refused),
        S::GrantedDespite if signal => return grant(Reason::DespiteSignal),
        S::Granted if signal => return deny(true, Reason::SignalCameLater),
        _ if signal => return deny(true, Reason::Signal),
        S::Granted | S::GrantedDespite => return grant(Reason::Granted),
        _ => {}
    }
    let question = ask(why(standing));
    match (regime, standing) {
        (Regime::OptIn, _) => question,
        // To an older question too, no is no.
        (_, S::ExpiredRefusal | S::OlderRefusal | S::RepurposedRefusal) => deny(false, Reason::Refused),
        // There was an answer, which may have been a refusal; or there is something that it does not cover.
        (_, S::Unreadable | S::Future | S::New) => question,
        (Regime::OptOut, _) | (_, S::Told) => grant(Reason::Default),
        (Regime::Notice, _) => Cell { ask: Ask::Notice, ..grant(Reason::Default) },
    }
}

/// Why there is no answer that holds.
const fn why(standing: Standing) -> Reason {
    use Standing as S;
    match standing {
        S::Unreadable => Reason::Unreadable,
        S::Future => Reason::Future,
        S::New => Reason::New,
        S::ExpiredGrant | S::ExpiredRefusal => Reason::Expired,
        S::OlderGrant | S::OlderRefusal => Reason::OtherVersion,
        S::RepurposedGrant | S::RepurposedRefusal => Reason::OtherPurpose,
        _ => Reason::NotAsked,
    }
}
