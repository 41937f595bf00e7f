//! A made-up visitor whose every trace must be gone.

use super::{assert_gone, percent, secret};

/// One visitor, in everything that a client may send of them.
pub struct Plants {
    pub share: String,
    pub jwt: String,
    pub fragment: String,
    pub code: String,
    pub user: String,
    pub email: String,
    pub ip: String,
    pub url: String,
    pub referrer: String,
}

pub fn plants() -> Plants {
    let share = secret("{b64u:22}");
    let jwt = secret("eyJ{b64u:33}.eyJ{b64u:60}.{b64u:43}");
    let fragment = secret("{b62:32}");
    let code = secret("4/{b64u:40}");
    Plants {
        url: format!(
            "https://app.example.com/share/{share}?access_token={jwt}&utm_source=news&page=2#access_token={fragment}"
        ),
        referrer: format!("https://id.example.net/oauth/callback?code={}&state=af0ifjsldkj", percent(&code)),
        share,
        jwt,
        fragment,
        code,
        user: "user-84213".into(),
        email: "jane.doe+news@example.org".into(),
        ip: "203.0.113.77".into(),
    }
}

impl Plants {
    #[track_caller]
    pub fn gone(&self, out: &str) {
        let all = [&self.share, &self.jwt, &self.fragment, &self.code, &self.user, &self.email, &self.ip];
        assert_gone(out, &all.map(String::as_str));
        assert_gone(out, &["af0ifjsldkj", "jane.doe"]);
    }
}
