//! What a request must be before it gets an answer: read only, meant for this machine, with a path of plain names.

use hyper::header::{ACCEPT_LANGUAGE, CONTENT_LENGTH, HOST, HeaderMap, TRANSFER_ENCODING};
use hyper::http::uri::Authority;
use hyper::{Method, StatusCode, Uri};
use percent_encoding::percent_decode_str;

use crate::diagnostic::Lang;

/// Longer addresses lead nowhere.
const LONGEST_PATH: usize = 2048;

/// The path of a request, decoded, without the slash in front.
///
/// # Errors
/// With which status it is refused.
pub fn check(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<String, StatusCode> {
    if method != Method::GET && method != Method::HEAD {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    // A page of another name that leads to this machine (DNS rebinding) could otherwise read what is served here.
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(StatusCode::BAD_REQUEST);
    };
    let named = uri.authority().map(Authority::as_str);
    let host = host.to_str().map_err(|_| StatusCode::BAD_REQUEST)?;
    if !is_local(host) || named.is_some_and(|name| !is_local(name)) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    let length = headers.get(CONTENT_LENGTH).map(|v| v.as_bytes());
    if headers.contains_key(TRANSFER_ENCODING) || length.is_some_and(|l| l != b"0") {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    if uri.path().len() > LONGEST_PATH {
        return Err(StatusCode::URI_TOO_LONG);
    }
    plain(uri.path()).ok_or(StatusCode::BAD_REQUEST)
}

/// Whether a host is this machine: by its name or by its two addresses, with any port (a tunnel has one of its own).
fn is_local(host: &str) -> bool {
    if host.contains('@') {
        return false;
    }
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|known| authority.host().eq_ignore_ascii_case(known))
}

/// A path of names with slashes between them, decoded once. `None` for all else. Nothing is ever looked up on the
/// disk by it; what could not be a name is refused all the same.
fn plain(path: &str) -> Option<String> {
    let path = percent_decode_str(path.strip_prefix('/')?)
        .decode_utf8()
        .ok()?;
    let odd = |c: char| c.is_control() || c == '\\' || c == '%';
    if path.chars().any(odd) {
        return None;
    }
    let mut names = path.split('/').peekable();
    while let Some(name) = names.next() {
        let last = names.peek().is_none();
        if name == "." || name == ".." || (name.is_empty() && !last) {
            return None;
        }
    }
    Some(path.into_owned())
}

/// The language that a browser prefers, of those that there are.
pub fn preferred(headers: &HeaderMap, otherwise: Lang) -> Lang {
    let Some(text) = headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()) else {
        return otherwise;
    };
    let mut best = (otherwise, 0);
    for part in text.split(',').take(20) {
        let mut fields = part.split(';').map(str::trim);
        let tag = fields.next().unwrap_or("").to_ascii_lowercase();
        let weight = fields
            .find_map(|f| f.strip_prefix("q="))
            .map_or(1000, thousandths);
        let of = |lang: &Lang| tag == lang.tag() || tag.starts_with(&format!("{}-", lang.tag()));
        if let Some(lang) = Lang::ALL.into_iter().find(of)
            && weight > best.1
        {
            best = (lang, weight);
        }
    }
    best.0
}

/// `0.8` is 800; what is no weight counts as none.
fn thousandths(text: &str) -> u32 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    match (whole, part.len()) {
        ("1", _) => 1000,
        ("0", 0..=3) => format!("{part:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    #[test]
    fn a_path_is_plain_names_and_nothing_else() {
        let fine = [
            ("/", ""),
            ("/site/nl/", "site/nl/"),
            (
                "/site/en/dataset/city.roads.html",
                "site/en/dataset/city.roads.html",
            ),
            ("/a%20b/%C3%A9%C3%A9n", "a b/één"),
            ("/a..b/...", "a..b/..."),
        ];
        for (path, expected) in fine {
            assert_eq!(plain(path).as_deref(), Some(expected), "{path}");
        }
        for path in [
            "",
            "*",
            "/..",
            "/../x",
            "/a/../b",
            "/a/..",
            "/%2e%2e/x",
            "/%2E%2e",
            "/.%2e/x",
            "/./x",
            "/a/.",
            "/a%2f..%2fb",
            "/..%2f",
            "/..%5c",
            "/a\\b",
            "/%5c..",
            "//x",
            "/a//b",
            "/%2fetc/passwd",
            "/a%00b",
            "/%0a",
            "/%252e%252e/x",
            "/%25",
            "/%ff",
            "/%C0%AE%C0%AE/x",
            "/a\u{7f}",
        ] {
            assert_eq!(plain(path), None, "{path}");
        }
    }

    #[test]
    fn only_this_machine_is_meant() {
        for host in [
            "localhost",
            "LocalHost:80",
            "127.0.0.1:6336",
            "[::1]",
            "[::1]:6336",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "evil-localhost",
            "127.0.0.1.evil.example",
            "127.0.0.2",
            "::1",
            "localhost@evil.example",
            "evil@localhost",
            "localhost:80:80",
            "0.0.0.0",
            "localhost.",
            "localhost/x",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn the_browser_chooses_the_language() {
        let of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(text));
            preferred(&headers, Lang::En)
        };
        assert_eq!(of("nl"), Lang::Nl);
        assert_eq!(of("nl-BE,nl;q=0.9,en;q=0.8"), Lang::Nl);
        assert_eq!(of("en-GB;q=0.7, nl;q=0.75"), Lang::Nl);
        assert_eq!(of("fr, nl;q=0, en;q=0.1"), Lang::En);
        assert_eq!(of("fr"), Lang::En);
        assert_eq!(of("nl;q=x"), Lang::En);
        assert_eq!(preferred(&HeaderMap::new(), Lang::Nl), Lang::Nl);
    }
}
