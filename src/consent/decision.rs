//! The decision table: regime × stored answer × Global Privacy Control × category → what is allowed, whether to ask, and
//! why. `docs/decisions.md` is this table, written out by a test.
//!
//! **Invariant:** in the opt-in regime no cell grants without a stored grant. **Invariant:** no cell grants what the
//! visitor refused, however old the refusal. **Invariant:** no cell both grants and waits for an answer.
//! See <https://w3c.github.io/gpc/> for the signal; a signal is an opt-out but not a stored refusal.

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

/// Why an answer does not answer today's question any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It has lived as long as such an answer may.
    Expired,
    /// It was given to another version of the policy.
    OtherVersion,
    /// The category is asked for other purposes now.
    OtherPurpose,
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
    /// A grant that does not hold any more.
    StaleGrant(Stale),
    /// A refusal that answers an older question.
    StaleRefusal(Stale),
    /// A refusal.
    Refused,
    /// A grant made without the signal, or by an act that did not show the signal.
    Granted,
    /// A grant made in the preferences while the signal was on.
    GrantedDespite,
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
    /// The reason code.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Necessary => "necessary",
            Reason::NotOffered => "not-offered",
            Reason::NotAsked => "not-asked",
            Reason::Unreadable => "unreadable",
            Reason::Future => "future",
            Reason::Expired => "expired",
            Reason::OtherVersion => "other-version",
            Reason::OtherPurpose => "other-purpose",
            Reason::New => "new",
            Reason::Refused => "refused",
            Reason::Granted => "granted",
            Reason::DespiteSignal => "despite-signal",
            Reason::Signal => "signal",
            Reason::SignalCameLater => "signal-came-later",
            Reason::Default => "default",
        }
    }
}

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

/// The table itself.
pub const fn decide_cell(class: Class, regime: Regime, standing: Standing, signal: bool) -> Cell {
    match class {
        Class::Necessary => return grant(Reason::Necessary),
        Class::NotAsked => return deny(false, Reason::NotOffered),
        Class::Asked => {}
    }
    match standing {
        Standing::Refused => return deny(signal, Reason::Refused),
        Standing::GrantedDespite if signal => return grant(Reason::DespiteSignal),
        Standing::Granted if signal => return deny(true, Reason::SignalCameLater),
        _ if signal => return deny(true, Reason::Signal),
        Standing::Granted | Standing::GrantedDespite => return grant(Reason::Granted),
        _ => {}
    }
    let question = ask(why(standing));
    match (regime, standing) {
        (Regime::OptIn, _) => question,
        // Under an older question too, no is no.
        (_, Standing::StaleRefusal(_)) => deny(false, Reason::Refused),
        // There was an answer, which may have been a refusal; or there is something that it does not cover.
        (_, Standing::Unreadable | Standing::Future | Standing::New) => question,
        (Regime::Notice, Standing::Nothing | Standing::StaleGrant(_)) => {
            Cell { ask: Ask::Notice, ..grant(Reason::Default) }
        }
        _ => grant(Reason::Default),
    }
}

/// Why there is no answer that holds.
const fn why(standing: Standing) -> Reason {
    match standing {
        Standing::Unreadable => Reason::Unreadable,
        Standing::Future => Reason::Future,
        Standing::New => Reason::New,
        Standing::StaleGrant(stale) | Standing::StaleRefusal(stale) => match stale {
            Stale::Expired => Reason::Expired,
            Stale::OtherVersion => Reason::OtherVersion,
            Stale::OtherPurpose => Reason::OtherPurpose,
        },
        _ => Reason::NotAsked,
    }
}
