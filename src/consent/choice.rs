//! The words of a choice: which categories there are, who chose, and sets of categories.

/// A purpose the visitor can be asked about. Strictly necessary things are not asked about, so they are not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// Comfort that the site works without: remembered themes, chat, maps.
    Functional,
    /// Measuring how the site is used.
    Analytics,
    /// Advertising and following visitors across sites.
    Marketing,
}

impl Category {
    /// Every category, in the order in which they are shown and written.
    pub const ALL: [Category; 3] = [Category::Functional, Category::Analytics, Category::Marketing];

    /// The word for it in config, record and snapshot.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Functional => "functional",
            Category::Analytics => "analytics",
            Category::Marketing => "marketing",
        }
    }

    /// The category of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Category> {
        Category::ALL.iter().find(|c| c.name() == name).copied()
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// By which act a choice was made. A browser signal is not an act, so it is never recorded as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A button of the banner.
    Banner,
    /// The preferences dialog, which shows the signal and its consequence.
    Preferences,
    /// The page's own code.
    Api,
}

impl By {
    const ALL: [By; 3] = [By::Banner, By::Preferences, By::Api];

    /// The word for it in record and snapshot.
    pub const fn name(self) -> &'static str {
        match self {
            By::Banner => "banner",
            By::Preferences => "preferences",
            By::Api => "api",
        }
    }

    /// The act of that name, if there is one.
    pub fn from_name(name: &str) -> Option<By> {
        By::ALL.iter().find(|b| b.name() == name).copied()
    }
}

/// A set of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices(u8);

impl Choices {
    /// No category.
    pub const fn none() -> Choices {
        Choices(0)
    }

    /// Every category.
    pub const fn all() -> Choices {
        Choices(0b111)
    }

    /// These categories.
    pub fn of(categories: &[Category]) -> Choices {
        categories.iter().fold(Choices(0), |set, c| set.with(*c, true))
    }

    /// Whether the category is in the set.
    pub const fn has(self, category: Category) -> bool {
        self.0 & category.bit() != 0
    }

    /// The set with the category put in or taken out.
    pub const fn with(self, category: Category, on: bool) -> Choices {
        if on { Choices(self.0 | category.bit()) } else { Choices(self.0 & !category.bit()) }
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
