//! What a sensitive name means for its value. The numbers are those of the compiled key table.
#![allow(dead_code)] // the build script and the scrubber each use a part

/// Nothing: named so that a longer name is not taken for its last words.
pub const KEEP: u8 = 0;
/// A credential, whatever it looks like.
pub const SECRET: u8 = 1;
/// A credential if it looks made by chance.
pub const OPAQUE: u8 = 2;
/// OAuth `code`: by context, or if it looks made by chance.
pub const CODE: u8 = 3;
/// OAuth `state` and the like: by context, or if it looks made by chance.
pub const STATE: u8 = 4;
/// A share key: already when it is short.
pub const SHARE: u8 = 5;
/// Says who: removed with its name.
pub const IDENTITY: u8 = 6;
/// Personal data: removed with its name.
pub const PERSONAL: u8 = 7;
/// An IP address, or a list of them.
pub const IP: u8 = 8;
/// A cookie header: each cookie by its own name.
pub const COOKIE: u8 = 9;
/// An authorisation header: scheme stays, credential goes.
pub const AUTH: u8 = 10;
/// A short number that is a secret.
pub const PIN: u8 = 11;
/// A telephone number, if it has the digits of one.
pub const PHONE: u8 = 12;
/// A payment card, if it has the digits of one.
pub const CARD: u8 = 13;
/// A place on earth, if it is a number.
pub const GEO: u8 = 14;
/// A URL, also a relative one.
pub const URL: u8 = 15;
/// A version: four numbers in it are no address.
pub const VERSION: u8 = 16;
/// A member of a signed or expiring link.
pub const SIGNED: u8 = 17;
/// A session: a credential that many clients use as plumbing.
pub const SESSION: u8 = 18;
/// Removed whole, whatever it holds (a vendor's rows only).
pub const REMOVE: u8 = 19;
/// Required identity: a pseudonym (a vendor's rows only).
pub const PSEUDONYM: u8 = 20;
/// The vendor cannot work without it: not even looked at (a vendor's rows only).
pub const RAW: u8 = 21;
/// OAuth `code` or `state` beside its fellows: a credential, whatever it looks like.
pub const CALLBACK: u8 = 22;
/// The site's: the name stays, its value is emptied, whatever it holds.
pub const EMPTY: u8 = 23;
/// The site's: a placeholder for whatever it holds.
pub const HIDE: u8 = 24;
/// The site's: removed whole, whatever it holds.
pub const GONE: u8 = 25;
/// Required unless another key is there: that key is the index above this one.
pub const UNLESS: u8 = 26;
/// Set to a fixed value: that value is the index above this one.
pub const SET: u8 = 32;

/// Owner of the route words in the key table.
pub const ROUTES: u8 = 255;
/// A route word after which any opaque segment is a secret. No name's class is a route word's, so that neither is taken
/// for the other by chance.
pub const STRONG: u8 = 60;
/// A route word after which only a long one is.
pub const WEAK: u8 = 61;
/// A route word after which a number is somebody.
pub const PERSON: u8 = 62;

/// The lists of `words.toml` in the key table: owner and entry in one, so that no name's class is taken for a word by
/// chance.
pub const VOID: u8 = 0xe0;
/// Names of the member that holds an attribute's value.
pub const VALUE_MEMBER: u8 = 0xe1;
/// Names of the member that holds an attribute's name.
pub const NAME_MEMBER: u8 = 0xe2;
/// Names beside which `code` is OAuth's.
pub const CODE_FELLOW: u8 = 0xe3;
/// Names beside which `state` is.
pub const STATE_FELLOW: u8 = 0xe4;
/// Names beside which a hash signs.
pub const SIGNED_FELLOW: u8 = 0xe5;
/// Words of a path to which the answer of a sign-in comes.
pub const CALLBACK_PATH: u8 = 0xe6;
/// Endings of page assets.
pub const ASSET: u8 = 0xe7;
/// Authorisation schemes.
pub const SCHEME: u8 = 0xe8;
/// Hosts on which every opaque path segment is a document link.
pub const SHARE_HOST: u8 = 0xe9;

/// Names beside which `name` is a person's.
pub const NAME_FELLOW: u8 = 0xea;

/// Click and cross-site identifiers.
pub const CLICK: u8 = 0xec;

/// The lists a row of words may name.
pub const LISTS: [(&str, u8); 11] = [
    ("void", VOID),
    ("value-member", VALUE_MEMBER),
    ("name-member", NAME_MEMBER),
    ("code-fellow", CODE_FELLOW),
    ("state-fellow", STATE_FELLOW),
    ("signed-fellow", SIGNED_FELLOW),
    ("name-fellow", NAME_FELLOW),
    ("click", CLICK),
    ("callback-path", CALLBACK_PATH),
    ("asset", ASSET),
    ("scheme", SCHEME),
];

/// The classes a key row may name.
pub const CLASSES: [(&str, u8); 19] = [
    ("keep", KEEP),
    ("secret", SECRET),
    ("opaque", OPAQUE),
    ("code", CODE),
    ("state", STATE),
    ("share", SHARE),
    ("identity", IDENTITY),
    ("personal", PERSONAL),
    ("ip", IP),
    ("cookie", COOKIE),
    ("auth", AUTH),
    ("pin", PIN),
    ("phone", PHONE),
    ("card", CARD),
    ("geo", GEO),
    ("url", URL),
    ("version", VERSION),
    ("signed", SIGNED),
    ("session", SESSION),
];
