//! Our reader of URLs against the `url` crate: both must see the same parts, and see the same after scrubbing.

use hushgate::scrub::{Kind, scrub};
use url::Url;

const KEY: [u8; 32] = [9; 32];

/// Shapes of the URL Standard's own examples and of what clients write.
const URLS: &[&str] = &[
    "https://example.com/",
    "https://example.com",
    "https://user@example.com/a",
    "https://user:word@example.com:8443/a;v=1/b?c=d#e",
    "http://[2001:db8::7]/c=GB?objectClass?one",
    "http://[::ffff:192.0.2.128]:80/x",
    "https://example.com/%7Ea/b%2Fc/./d/../e?x=%26&y=a+b&&z",
    "https://example.com?x=1",
    "https://example.com#x?y",
    "https://example.com/a?b?c=d",
    "https://example.com/a?b=c#d#e",
    "https://例え.example/パス?キー=値#断片",
    "https://example.com/;jsessionid=1?x",
    "//example.com/a?b=c",
    "/a/b?c=d#e",
    "?c=d",
    "#!/route?x=1",
    "a/b",
    "mailto:someone@example.com?subject=x",
    "data:text/plain,hello?x=1#y",
    "blob:https://example.com/9115d58c-bcda-ff47-86e5-083e9a215304",
    "javascript:void(0)",
    "about:blank",
    "file:///home/x/y",
    "ftp://example.com/x",
    "ws://example.com/socket?x=1",
    "https://example.com:443/",
    "HTTPS://EXAMPLE.com/A?B=C",
    "https://example.com/a b?c d",
    "https://example.com\\a?b",
    "https:/example.com/a",
    "https://example.com/?q=a%20b%3D%26%23",
    "https://example.com/?a=1&a=2&a=",
    "https://example.com/?=x&y",
];

fn scrubbed(input: &str) -> String {
    let outcome =
        scrub(input.as_bytes(), Kind::Url, None, &KEY).unwrap_or_else(|why| panic!("{input}: {why:?}"));
    String::from_utf8(outcome.apply(input.as_bytes())).expect("text")
}

#[test]
fn innocent_urls_are_left_alone() {
    for input in URLS.iter().filter(|input| {
        !input.contains('@')
            && !input.contains("jsession")
            && !input.contains("192.")
            && !input.contains("2001:")
            && !input.contains("/home/")
    }) {
        assert_eq!(scrubbed(input), **input);
    }
}

/// URLs of the list to which a pair can be added, with the bytes before and behind the place where it would stand.
fn with_room_for_a_pair() -> impl Iterator<Item = (&'static str, String, String)> {
    let hosted = URLS.iter().filter(|input| input.starts_with("http"));
    hosted.filter(|input| !["@", "[", "jsession"].iter().any(|odd| input.contains(odd))).map(|input| {
        let (head, fragment) = input.split_at(input.find('#').unwrap_or(input.len()));
        let mark = if head.contains('?') { '&' } else { '?' };
        (*input, format!("{head}{mark}"), fragment.to_owned())
    })
}

/// The pairs that a server reads; empty ones say nothing.
fn pairs(url: &Url) -> Vec<(String, String)> {
    let all = url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned()));
    all.filter(|(k, v)| !k.is_empty() || !v.is_empty()).collect()
}

/// A secret put into the query is replaced, its name stays, and every other byte is as it was.
#[test]
fn a_secret_value_goes_and_the_rest_reads_the_same() {
    let base = Url::parse("https://base.example/dir/").expect("a URL");
    let secret = ["s3cr3tV4lu3", "0fTh1sT3st99"].concat();
    for (input, head, tail) in with_room_for_a_pair() {
        let output = scrubbed(&format!("{head}access_token={secret}{tail}"));
        assert_eq!(output, format!("{head}access_token=redacted{tail}"));
        let before = base.join(input).expect("a URL of the list");
        let after = base.join(&output).expect("still a URL");
        let mut expected = pairs(&before);
        expected.push(("access_token".into(), "redacted".into()));
        assert_eq!(pairs(&after), expected, "{output}");
        let parts =
            |url: &Url| [url.host_str(), Some(url.path()), url.fragment()].map(|p| p.map(str::to_owned));
        assert_eq!(parts(&after), parts(&before), "{output}");
    }
}

/// An identity goes with its name: a constant in its place would make one visitor of many.
#[test]
fn an_identity_goes_as_a_pair_and_the_rest_reads_the_same() {
    let base = Url::parse("https://base.example/dir/").expect("a URL");
    // `https:/x` is an address only beside a base, and is read as a text: there the value goes alone.
    for (input, head, tail) in with_room_for_a_pair().filter(|(input, ..)| input.contains("//")) {
        let output = scrubbed(&format!("{head}user_id=84213{tail}"));
        // The separator before it goes too, but the first pair has none.
        let kept = head.strip_suffix('&').unwrap_or(&head);
        assert_eq!(output, format!("{kept}{tail}"));
        let (before, after) = (base.join(input).expect("listed"), base.join(&output).expect("still a URL"));
        assert_eq!(pairs(&after), pairs(&before), "{output}");
    }
}

/// The value of every pair that the URL crate reads under a sensitive name is gone, whatever the spelling of the name.
#[test]
fn encoded_and_odd_names_are_read_as_the_url_crate_reads_them() {
    let secret = ["s3cr3tV4lu3", "0fTh1sT3st99"].concat();
    for name in [
        "token",
        "%74oken",
        "TOKEN",
        "auth%5Ftoken",
        "user[token]",
        "user%5Btoken%5D",
        "access-token",
        "accessToken",
        "x.token",
    ] {
        for input in [
            format!("https://a.example/?x=1&{name}={secret}&y=2"),
            format!("https://a.example/?{name}={secret}"),
            format!("https://a.example/#{name}={secret}"),
            format!("https://a.example/#!/r?{name}={secret}"),
        ] {
            let output = scrubbed(&input);
            assert!(!output.contains(&secret), "{input} → {output}");
            assert!(Url::parse(&output).is_ok(), "{input} → {output}");
        }
    }
}
