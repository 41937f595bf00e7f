//! What is wrong with a config: which field, what was given, what is accepted.

/// One mistake in a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Path of the field, as one would write it in JavaScript: `vendors.ga4.endpoints[0]`. Empty for the config itself.
    pub field: String,
    /// What stands there, as JSON and cut short; empty if nothing does.
    pub given: String,
    /// What is accepted there.
    pub expected: Expected,
}

/// What a field accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The config or a part of it, as an object.
    Object,
    /// One of the config's own fields.
    Field,
    /// One of the fields of a vendor.
    VendorField,
    /// A short text.
    ShortText,
    /// Any text.
    Text,
    /// A link for people.
    Link,
    /// A list of categories.
    CategoryList,
    /// One category.
    Category,
    /// One of the fields of a category.
    CategoryField,
    /// The id of a category.
    CategoryId,
    /// A list of purposes.
    PurposeList,
    /// One purpose.
    Purpose,
    /// A consent regime.
    Regime,
    /// A region.
    Region,
    /// One of the fields of the expiry.
    ExpiryField,
    /// A number of days.
    Days,
    /// One of the fields of the proof.
    ProofField,
    /// A format of the proof.
    Format,
    /// How long a proof is kept.
    Retention,
    /// Another consent manager.
    Manager,
    /// One of the fields of another consent manager.
    ManagerField,
    /// A list of categories and vendors.
    Names,
    /// The name of something that is stored in the browser.
    StoredName,
    /// Who something that is stored belongs to.
    Owner,
    /// No more than fits a record.
    Fewer,
    /// A catalogue id, or the site's own.
    VendorId,
    /// A vendor that the catalogue does not know must be described.
    OwnVendor,
    /// A list of URL prefixes.
    EndpointList,
    /// One URL prefix.
    Endpoint,
    /// A language tag.
    Locale,
    /// A key of the locale files.
    TextKey,
    /// One of the fields of the scrubber's part.
    ScrubField,
    /// What may stand where a secret stood.
    Placeholder,
    /// A sensitive name of the site's.
    KeyName,
    /// What becomes of it.
    Action,
    /// What may become of a name that is somebody's.
    IdentityAction,
    /// A pattern's name.
    PatternName,
    /// A regular expression.
    Pattern,
    /// Whose list it is.
    ListedVendor,
    /// A list of paths.
    PathList,
    /// One path.
    Path,
    /// A flag.
    Flag,
}

impl Expected {
    /// What is accepted, as words that finish "accepted: …".
    pub const fn words(self) -> &'static str {
        match self {
            Expected::Object => "an object",
            Expected::Field => {
                "policyVersion, policyUrl, categories, vendors, regime, region, regions, expiry, locale, text, storageKey, subdomains, gpc, storage, reload, scrub, proof, import"
            }
            Expected::VendorField => "category, endpoints",
            Expected::ShortText => "a string of 1 to 64 characters",
            Expected::Text => "a string",
            Expected::Link => "an http(s) URL or a path starting with /",
            Expected::CategoryList => {
                "an array of \"functional\", \"analytics\", \"marketing\" and categories of your own as objects"
            }
            Expected::Category => {
                "\"functional\", \"analytics\", \"marketing\", or the id of a category of your own"
            }
            Expected::CategoryField => "id, title, description, purposes",
            Expected::CategoryId => {
                "\"functional\", \"analytics\", \"marketing\", or an id of your own: a-z 0-9 -, a letter first, 3 to 40, not \"necessary\" or \"gpc\""
            }
            Expected::PurposeList => "an array of ids",
            Expected::Purpose => "an id: a-z 0-9 -, up to 40",
            Expected::Regime => "\"opt-in\", \"opt-out\" or \"notice\"",
            Expected::Region => "a country and perhaps its part by ISO 3166, such as \"DE\" or \"US-CA\"",
            Expected::ExpiryField => "accept, refuse",
            Expected::Days => "a whole number of days, 1 to 395",
            Expected::ProofField => "endpoint, format, controller, retentionDays",
            Expected::Format => "\"json\" or \"otlp\"",
            Expected::Retention => "a whole number of days, 1 to 36525",
            Expected::Manager => "vanilla-cookieconsent, klaro, osano, tarteaucitron",
            Expected::ManagerField => "key, names",
            Expected::Names => "the name of a category or a vendor, or an array of them",
            Expected::StoredName => {
                "the name of a cookie, an entry or a database, with one * beside other characters at most, up to 200"
            }
            Expected::Owner => "\"necessary\", a category, or a vendor that the config names",
            Expected::Fewer => "at most 64 categories and vendors, in 3000 characters of ids together",
            Expected::VendorId => "a vendor of the catalogue, or an id of your own: a-z 0-9 -, up to 40",
            Expected::OwnVendor => "for an id of your own, category and endpoints",
            Expected::EndpointList => "an array of URL prefixes",
            Expected::Endpoint => "an absolute http(s) URL prefix or a path starting with /",
            Expected::Locale => "a language tag such as \"de\" or \"pt-BR\"",
            Expected::TextKey => "a key of the locale files, such as \"title\"",
            Expected::ScrubField => "placeholder, keys, patterns, only, dryRun",
            Expected::Placeholder => "1 to 32 of A-Z a-z 0-9 . _ ~ -, unless it looks like a secret itself",
            Expected::KeyName => "a name with a letter or a digit, of which there may be 1000",
            Expected::Action => "\"remove\", \"empty\", \"placeholder\", \"truncate\" or \"pseudonym\"",
            Expected::IdentityAction => "for a name that says who somebody is, \"remove\" or \"pseudonym\"",
            Expected::PatternName => "a name for the report: a-z 0-9 -, up to 40",
            Expected::Pattern => "a regular expression, as RegExp or as its source",
            Expected::ListedVendor => "a vendor of the catalogue or of the config",
            Expected::PathList => "an array of paths",
            Expected::Path => "names with / between them, * for any one and at most two ** for any number",
            Expected::Flag => "true or false",
        }
    }
}

impl ConfigError {
    /// The mistake as one sentence.
    pub fn message(&self) -> String {
        let mut out = String::from("config");
        if !self.field.is_empty() {
            out.push_str(" field ");
            out.push_str(&self.field);
        }
        out.push_str(" is ");
        out.push_str(if self.given.is_empty() { "missing" } else { &self.given });
        out.push_str("; accepted: ");
        out.push_str(self.expected.words());
        out.push_str(". Analytics stays off until this is put right.");
        out
    }
}
