//! The words of a choice: who decided, and sets of what is decided.

/// Who decided. The first five are acts and stand in records; the last two are nobody's act and never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A button of the banner.
    Banner,
    /// The preferences dialog, which shows the signal and its consequence.
    Preferences,
    /// The page's own code.
    Api,
    /// Another consent manager's record, from before the site changed to this one.
    Import,
    /// A notice that was closed: the visitor was told, and neither agreed nor refused.
    Notice,
    /// The browser's signal.
    Gpc,
    /// The regime's default.
    Default,
}

impl By {
    /// Every act that a record can be of.
    pub const ACTS: [By; 5] = [By::Banner, By::Preferences, By::Api, By::Import, By::Notice];

    /// The word for it in record and snapshot.
    pub const fn name(self) -> &'static str {
        match self {
            By::Banner => "banner",
            By::Preferences => "preferences",
            By::Api => "api",
            By::Import => "import",
            By::Notice => "notice",
            By::Gpc => "gpc",
            By::Default => "default",
        }
    }

    /// The act of that name, if there is one.
    pub fn act(name: &str) -> Option<By> {
        By::ACTS.iter().find(|b| b.name() == name).copied()
    }
}

/// A set of what is decided, by places in [`super::Question::items`]; 64 at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices(u64);

impl Choices {
    /// Nothing.
    pub const fn none() -> Choices {
        Choices(0)
    }

    /// Everything.
    pub const fn all() -> Choices {
        Choices(u64::MAX)
    }

    /// What stands at the first places.
    pub const fn first(count: usize) -> Choices {
        if count < 64 { Choices((1 << count) - 1) } else { Choices(u64::MAX) }
    }

    /// What stands at these places.
    pub fn of(places: &[usize]) -> Choices {
        places.iter().fold(Choices(0), |set, place| set.with(*place, true))
    }

    /// Whether the item at this place is in the set.
    pub const fn has(self, place: usize) -> bool {
        place < 64 && self.0 >> place & 1 == 1
    }

    /// The set with an item put in or taken out.
    pub const fn with(self, place: usize, on: bool) -> Choices {
        let bit = if place < 64 { 1 << place } else { 0 };
        if on { Choices(self.0 | bit) } else { Choices(self.0 & !bit) }
    }

    /// What is in both sets.
    pub const fn and(self, other: Choices) -> Choices {
        Choices(self.0 & other.0)
    }

    /// Whether everything in `other` is here too.
    pub const fn covers(self, other: Choices) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
