//! Whose URL is this: the pure matcher over the host and shape rows of the catalogue.
//!
//! The oracle of the boot script's matcher; `build.rs` runs it over every row's examples, so it may know only std.

/// Index of the first vendor whose hosts or shapes match `url`; rows are `(hosts, shapes)` in id order.
pub fn route<H: AsRef<str>>(url: &str, rows: &[(&[H], &[H])]) -> Option<usize> {
    let parts = Parts::of(url)?;
    rows.iter().position(|(hosts, shapes)| {
        hosts.iter().any(|host| is_host(&parts, host.as_ref()))
            || shapes.iter().any(|shape| is_shape(&parts, shape.as_ref()))
    })
}

struct Parts<'a> {
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Option<Self> {
        let rest = match url.split_once("://") {
            Some(("http" | "https" | "ws" | "wss", rest)) => rest,
            Some(_) => return None,
            None => url.strip_prefix("//")?,
        };
        let rest = rest.split('#').next().unwrap_or(rest);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(end);
        let host = authority.rsplit('@').next().unwrap_or(authority);
        let host = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
        Some(Parts {
            host: host.trim_end_matches('.'),
            path: if path.is_empty() { "/" } else { path },
            query,
        })
    }
}

/// `host` or `host/path-prefix`; a host is itself and its sub-domains.
fn is_host(parts: &Parts, row: &str) -> bool {
    let (name, prefix) = row.split_at(row.find('/').unwrap_or(row.len()));
    let Some(cut) = parts.host.len().checked_sub(name.len()) else {
        return false;
    };
    let same = parts.host.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case(name));
    let whole = cut == 0 || parts.host.as_bytes().get(cut - 1) == Some(&b'.');
    same && whole && parts.path.starts_with(prefix)
}

/// `/path/*/suffix?name&name=value`: the path ends so, `*` is one segment, the query has every name.
fn is_shape(parts: &Parts, row: &str) -> bool {
    let (path, query) = row.split_once('?').unwrap_or((row, ""));
    let mut have = parts.path.rsplit('/');
    // The row's first piece is the empty one before its leading slash: it stands for whatever comes before.
    let ends = path.strip_prefix('/').unwrap_or(path).rsplit('/').all(|want| match have.next() {
        Some(got) => want == got || (want == "*" && is_name(got)),
        None => false,
    });
    ends && have.next().is_some()
        && query.split('&').filter(|want| !want.is_empty()).all(|want| {
            parts.query.split('&').any(|pair| pair == want || pair.split('=').next() == Some(want))
        })
}

fn is_name(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::route;

    #[test]
    fn hosts_and_shapes() {
        let rows: &[(&[&str], &[&str])] =
            &[(&["a.com", "g.com/tag"], &["/g/collect?v=2"]), (&[], &["/api/*/envelope/?k"])];
        for (url, want) in [
            ("https://a.com/", Some(0)),
            ("https://X.A.com:8443/x", Some(0)),
            ("https://u:p@a.com", Some(0)),
            ("https://ba.com/", None),
            ("https://g.com/tag/js", Some(0)),
            ("https://g.com/other", None),
            ("//own.site/p/g/collect?x=1&v=2#f", Some(0)),
            ("https://own.site/g/collect?v=3", None),
            ("https://own.site/xg/collect?v=2", None),
            ("https://own.site/p/api/12/envelope/?k=1", Some(1)),
            ("https://own.site/api//envelope/?k=1", None),
            ("https://own.site/envelope/?k=1", None),
            ("/relative/g/collect?v=2", None),
            ("mailto:a@a.com", None),
        ] {
            assert_eq!(route(url, rows), want, "{url}");
        }
    }
}
