//! What holds for every input: no panic, no change outside edits, the same the second time, valid stays valid, and no
//! planted secret survives any nesting of two containers.

mod scrub_support;

use hushgate::catalogue::{Vendor, vendors};
use hushgate::scan::steps;
use hushgate::scrub::edit::Edits;
use hushgate::scrub::{Kind, scrub};
use proptest::prelude::*;
use scrub_support::any::{cases, json, pieces};
use scrub_support::*;

fn kinds() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

fn owners() -> impl Strategy<Value = Option<Vendor>> {
    proptest::option::of(proptest::sample::select(vendors().collect::<Vec<_>>()))
}

fn check_invariants(input: &[u8], kind: Kind, owner: Option<Vendor>) -> Result<(), TestCaseError> {
    let Ok(outcome) = scrub(input, kind, owner, &KEY) else {
        return Ok(());
    };
    let Edits { list, .. } = &outcome.edits;
    for edit in list {
        prop_assert!(edit.start <= edit.end && edit.end as usize <= input.len());
    }
    for pair in list.windows(2) {
        prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
    }
    let out = outcome.apply(input);
    if let Ok(text) = std::str::from_utf8(input) {
        for edit in list {
            prop_assert!(
                text.is_char_boundary(edit.start as usize) && text.is_char_boundary(edit.end as usize)
            );
        }
        prop_assert!(std::str::from_utf8(&out).is_ok());
    }
    let again = scrub(&out, kind, owner, &KEY);
    let again = again.map_err(|e| TestCaseError::fail(format!("the result is refused: {e:?}")))?.apply(&out);
    prop_assert_eq!(
        String::from_utf8_lossy(&again),
        String::from_utf8_lossy(&out),
        "scrubbing twice differs: {:?}",
        String::from_utf8_lossy(input)
    );
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_bytes(input in proptest::collection::vec(any::<u8>(), 0..300), kind in kinds(), owner in owners()) {
        let _ = scrub(&input, kind, owner, &KEY);
    }

    #[test]
    fn any_pieces(input in pieces(), kind in kinds(), owner in owners()) {
        check_invariants(input.as_bytes(), kind, owner)?;
    }

    #[test]
    fn any_json(value in json(), pretty in any::<bool>(), owner in owners()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        check_invariants(text.as_bytes(), Kind::Json, owner)?;
        let out = scrub(text.as_bytes(), Kind::Json, owner, &KEY).unwrap().apply(text.as_bytes());
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok(), "{}", String::from_utf8_lossy(&out));
    }

    #[test]
    fn json_is_what_serde_takes_for_it(input in "[\\[\\]{}\",:0-9eE+.\\\\untrflas -]{0,16}") {
        let ours = scrub(input.as_bytes(), Kind::Json, None, &KEY).is_ok();
        // serde_json has a range for numbers, the grammar has none.
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&input).is_ok();
        prop_assert!(ours == theirs || input.is_empty(), "{input:?}: ours {ours}, theirs {theirs}");
    }
}

/// What fuzzing and millions of cases found, each the shortest of its kind: what a finding leaves behind must not read
/// as something else.
#[test]
fn what_is_left_reads_as_it_did() {
    for (input, kind) in [
        // A text without its spaces is a form.
        ("%=4242 4242 4242 4242%&b_RVBUSX54cnHvpLLVpEBf", Kind::Text),
        // Without the user there would be another one.
        ("http://u:p@\\@", Kind::Url),
        ("http://u:p@/@b", Kind::Url),
        // Decoded it has a line end, as it stands it is pairs.
        ("true@example.com_=%0a&b_RVBUSX54cnHvpLLVpEBf", Kind::Auto),
        ("{\"a\":\"true@example.com_=%0a&b_RVBUSX54cnHvpLLVpEBf\"}", Kind::Json),
        // Without its token it is another name.
        (&format!("{}user_id03908b_RVBUSX54=https://", secret("ghp_{b62:36}")), Kind::Form),
        // The placeholder is no authorisation scheme with a credential behind it.
        ("https://Authorization: 1NWIyNUx6NFRSSHdVS1RWU0Fpassword: xd2RJeGhDQ0FMTUkifhtQ./", Kind::Url),
        // An address cut to the longest name begins inside a character.
        ("[\"漢aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com\"]", Kind::Json),
    ] {
        check_invariants(input.as_bytes(), kind, None).unwrap_or_else(|fault| panic!("{input}: {fault}"));
    }
}

#[test]
fn what_stands_around_hides_no_secret() {
    let token = secret("ghp_{b62:36}");
    for (input, kind) in [
        // A host that begins with a digit is not an address only.
        (format!("https://170f.{token}.example/"), Kind::Url),
        // A name that is known by its end.
        (format!("{token}_password=1"), Kind::Form),
        // What stands where a host does and is none.
        ("https://a&ip=203.0.113.77&zz=4242%204242%204242%204242".into(), Kind::Url),
        // Decoded as a whole the spaces would end the address in the middle of the number.
        ("https:/x.example/?a=https%3A%2F%2Fy.example&zz=4242%204242%204242%204242".into(), Kind::Url),
        ("a:b/r?to=https%3A%2F%2Fm%31&zz=4242%204242%204242%204242".into(), Kind::Text),
        ("x%20https://a.example/?zz=4242%204242%204242%204242".into(), Kind::Text),
        // JSON in the middle of a text, with an escape before the token.
        (format!("failed with {{\"detail\":\"a\\n{token}\"}} today"), Kind::Text),
        // A text with a control character is one in protobuf, and a file elsewhere.
        (format!("\n\x2e\x1b[0m {token}"), Kind::Protobuf),
        (format!("\n\x2e\x1b[0m({token}"), Kind::Auto),
    ] {
        let outcome = scrub(input.as_bytes(), kind, None, &KEY);
        let out = outcome.map(|outcome| outcome.apply(input.as_bytes())).unwrap_or_default();
        let gone = [&token, "4242 4242 4242", "203.0.113.77"].iter().all(|secret| !holds(&out, secret));
        assert!(gone, "{}", String::from_utf8_lossy(&out));
    }
}

#[test]
fn hostile_inputs_cost_linear_time() {
    /// How often a byte may be looked at: at each of 96 levels by some forty detectors and containers.
    const MOST: u64 = 4_000;
    let seeds = [
        "a",
        "1",
        "1-",
        "a.",
        "ey",
        "eyJ",
        "eyJa-",
        "eyJaaaaaa.",
        "a=b&",
        "a@",
        "@",
        "(",
        "( ",
        "+1 ",
        "::",
        "1:",
        "a:",
        "token=",
        "key=",
        "key: ",
        "%25",
        "%",
        "\\\\",
        "{\"",
        "[",
        "{\"a\":[",
        "https://a/?x=",
        "http://",
        "-----BEGIN PRIVATE KEY",
        "Bearer ",
        "{b\":\"",
        "/share/",
        "W3siYSI6",
        "data:;base64,",
        "ghp_",
        "sk-ant-",
        "\"a\":\"",
        "1.1.1.1.",
        "GB82 ",
        "code=1&",
        "state&",
        "/a;b",
        "a;",
        "secret-token:",
        "key:",
    ];
    const TIMES: usize = 16;
    let mut key = KEY;
    let mut cost = |text: &str, kind| {
        // Under another key nothing is remembered.
        key[0] = key[0].wrapping_add(1);
        let _ = steps::take();
        let _ = scrub(text.as_bytes(), kind, None, &key);
        steps::take()
    };
    for seed in seeds {
        let short = seed.repeat(6_000 / seed.len());
        let long = short.repeat(TIMES);
        for kind in Kind::ALL {
            // As many bytes in pieces and in one: as many are looked at if it is linear, sixteen times if it is square.
            let (pieces, whole) = (cost(&short, kind) * TIMES as u64, cost(&long, kind));
            assert!(
                whole <= pieces * 2 + 1_000,
                "`{seed}` as {kind:?}: {whole} steps, {pieces} in {TIMES} pieces"
            );
            assert!(
                whole <= long.len() as u64 * MOST,
                "`{seed}` as {kind:?}: {whole} steps for {} bytes",
                long.len()
            );
        }
    }
}
