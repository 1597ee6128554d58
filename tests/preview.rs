//! `meent preview`, as a browser sees it: a real process, real sockets on loopback, real saves.

#[path = "support/scratch.rs"]
#[allow(dead_code)]
mod scratch;

use meent::diagnostic::Lang;
use meent::preview::{Limits, Port, Preview};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running preview; it ends with the test.
struct Running {
    child: Child,
    port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meent"));
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8");
    command
}

fn preview(folder: &Path) -> Running {
    let mut child = command()
        .current_dir(folder)
        .args(["preview", "--port", "0", "--format", "json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let out = child.stdout.as_mut().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let url = said["url"].as_str().unwrap();
    let port = url
        .strip_prefix("http://localhost:")
        .and_then(|rest| rest.strip_suffix('/'))
        .unwrap();
    let port = port.parse().unwrap();
    Running { child, port }
}

fn commons(lang: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "new",
        ".",
        "--kind",
        "blank",
        "--lang",
        lang,
        "--name",
        "Our street",
        "--seat",
        "Utrecht",
        "--yes",
    ];
    let made = scratch::meent(folder.path(), &arguments);
    assert!(made.status.success(), "{made:?}");
    folder
}

struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends exactly these bytes, and reads until the other side closes.
fn raw(port: u16, request: &[u8]) -> Option<Reply> {
    let mut stream = connect(port);
    // The other side may refuse before it has everything.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|l| l.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_string()))
        .collect();
    Some(Reply {
        status,
        headers,
        body: bytes[end + 4..].to_vec(),
    })
}

fn ask(port: u16, method: &str, path: &str, more: &str) -> Reply {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{more}\r\n"
    );
    raw(port, request.as_bytes()).unwrap_or_else(|| panic!("no answer to {path}"))
}

fn get(port: u16, path: &str) -> Reply {
    ask(port, "GET", path, "")
}

/// The texts between `before` and `after`.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split(after).next())
        .collect()
}

/// The changes that a page is told of.
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(port: u16) -> Self {
        let mut stream = connect(port);
        let request = format!(
            "GET /preview/events HTTP/1.1\r\nHost: [::1]:{port}\r\nAccept: text/event-stream\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }

    /// The next state that is told; a beat is none.
    fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(
                self.0.read_line(&mut line).unwrap(),
                0,
                "the stream has ended"
            );
            if let Some(state) = line.strip_prefix("data: ") {
                return state.trim().to_string();
            }
        }
    }
}

/// Waits until a page is as it should be.
fn wait(port: u16, path: &str, is: impl Fn(&Reply) -> bool) -> Reply {
    let start = Instant::now();
    loop {
        let reply = get(port, path);
        if is(&reply) {
            return reply;
        }
        assert!(
            start.elapsed() < PATIENCE,
            "{path} stays:\n{}",
            reply.text()
        );
        thread::sleep(Duration::from_millis(20));
    }
}

// ------------------------------------------------------------------ what is served

#[test]
fn the_page_and_the_agreement_are_shown_in_both_languages() {
    let folder = commons("en");
    let running = preview(folder.path());
    let port = running.port;
    for (lang, words) in [("en", "What there is"), ("nl", "Wat er is")] {
        let first = ask(port, "GET", "/", &format!("Accept-Language: {lang}\r\n"));
        assert_eq!(
            (first.status, first.header("location")),
            (302, &*format!("/{lang}/"))
        );
        let start = get(port, &format!("/{lang}/"));
        assert_eq!(start.status, 200);
        let text = start.text();
        assert!(
            text.contains(words) && text.contains(&format!("<html lang=\"{lang}\">")),
            "{text}"
        );
        let links = between(text, "href=\"", "\"");
        for part in [
            "/site/en/index.html",
            "/site/nl/index.html",
            "/agreement/en/agreement.html",
            "/agreement/nl/agreement.html",
        ] {
            assert!(links.contains(&part), "{part} in {links:?}");
        }
        assert!(links.len() > 15, "{links:?}");
        for link in links.into_iter().filter(|l| l.starts_with('/')) {
            assert_eq!(get(port, link).status, 200, "{link}");
        }
    }
    // What a browser shows, and what it saves.
    for (path, kind, saved) in [
        ("/site/en/index.html", "text/html; charset=utf-8", false),
        ("/site/style.css", "text/css; charset=utf-8", false),
        ("/site/feed.json", "application/json", false),
        (
            "/agreement/nl/agreement.html",
            "text/html; charset=utf-8",
            false,
        ),
        (
            "/agreement/nl/agreement.md",
            "text/markdown; charset=utf-8",
            true,
        ),
        ("/policy/odrl/policy.jsonld", "application/ld+json", false),
        ("/policy/rego/bundle.tar.gz", "application/gzip", true),
        (
            "/policy/cedar/policies.cedar",
            "text/plain; charset=utf-8",
            false,
        ),
        ("/manifest.json", "application/json", false),
        (
            "/preview/preview.js",
            "text/javascript; charset=utf-8",
            false,
        ),
    ] {
        let reply = get(port, path);
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, kind),
            "{path}"
        );
        assert_eq!(
            reply.header("content-disposition") == "attachment",
            saved,
            "{path}"
        );
    }
    assert!(
        get(port, "/en/view/agreement/en/agreement.md")
            .text()
            .contains("<h1>")
    );
    for (path, to) in [
        ("/site/", "/site/index.html"),
        ("/agreement/", "/agreement/en/agreement.html"),
        ("/nl", "/nl/"),
    ] {
        assert_eq!(get(port, path).header("location"), to);
    }
    assert!(get(port, "/nl/explain/M0503").text().contains("M0503"));
    assert_eq!(get(port, "/nl/explain/M9999").status, 404);
    // It shows; it does not write.
    assert!(!folder.path().join("build").exists());
}

#[test]
fn a_page_is_that_of_the_build_with_the_panel_added() {
    let folder = commons("nl");
    let built = scratch::meent(folder.path(), &["build", "--out", "made"]);
    assert!(built.status.success(), "{built:?}");
    let running = preview(folder.path());
    for (path, words) in [
        ("site/en/rules.html", "nothing found"),
        ("agreement/nl/agreement.html", "niets gevonden"),
    ] {
        let reply = get(running.port, &format!("/{path}"));
        let text = reply.text();
        assert!(text.contains(words), "{text}");
        let from = text
            .rfind("<link rel=\"stylesheet\" href=\"/preview/panel.css\">")
            .unwrap();
        let to = text.rfind("</aside>").unwrap() + "</aside>\n".len();
        let made = fs::read_to_string(folder.path().join("made").join(path)).unwrap();
        assert_eq!([&text[..from], &text[to..]].concat(), made);
    }
    for path in [
        "site/style.css",
        "manifest.json",
        "agreement/en/agreement.md",
        "policy/rego/bundle.tar.gz",
    ] {
        let made = fs::read(folder.path().join("made").join(path)).unwrap();
        assert_eq!(get(running.port, &format!("/{path}")).body, made, "{path}");
        let head = ask(running.port, "HEAD", &format!("/{path}"), "");
        assert!(head.body.is_empty());
        assert_eq!(head.header("content-length"), made.len().to_string());
    }
}

#[test]
fn no_answer_may_be_kept_framed_or_read_by_another_site() {
    let folder = commons("en");
    let running = preview(folder.path());
    for path in [
        "/en/",
        "/site/nl/index.html",
        "/agreement/en/agreement.html",
        "/nowhere",
        "/preview/state.json",
        "/",
    ] {
        let reply = ask(
            running.port,
            "GET",
            path,
            "Origin: https://evil.example\r\n",
        );
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            reply.header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            !reply
                .headers
                .keys()
                .any(|k| k.starts_with("access-control")),
            "{path}"
        );
        assert!(!reply.headers.contains_key("date") && !reply.headers.contains_key("server"));
        if reply.status != 302 {
            let policy = reply.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            let inline = policy.contains("unsafe-inline");
            assert_eq!(inline, path.starts_with("/agreement"), "{path}: {policy}");
            assert!(!policy.contains("script-src 'self' 'unsafe"), "{policy}");
        }
    }
}

// ------------------------------------------------------------------ what is refused

#[test]
fn what_is_not_for_the_preview_is_refused() {
    let folder = commons("en");
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let running = preview(folder.path());
    let port = running.port;
    for path in [
        "/../secret.txt",
        "/site/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/site/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/site%2f..%2f..%2fsecret.txt",
        "/%2fetc%2fpasswd",
        "//etc/passwd",
        "/%00",
        "/site/index.html%00.txt",
        "/%252e%252e/secret.txt",
        "/secret.txt",
        "/commons.meent",
        "/meent.toml",
        "/en/view/../commons.meent",
        "/en/view/commons.meent",
        "/en/view//etc/passwd",
        "/%c0%ae%c0%ae/secret.txt",
        "/./secret.txt",
        "/en/view/%2e%2e/secret.txt",
    ] {
        let reply = get(port, path);
        assert!(
            [400, 404].contains(&reply.status),
            "{path}: {}",
            reply.status
        );
        assert!(
            !reply.text().contains("secret\n") && !reply.text().contains("root:"),
            "{path}"
        );
        assert_ne!(reply.text(), "secret", "{path}");
    }
    let line = |line: &str, headers: &str| {
        format!("{line}\r\nConnection: close\r\n{headers}\r\n").into_bytes()
    };
    let here = format!("Host: 127.0.0.1:{port}\r\n");
    for (request, expected) in [
        (line("GET / HTTP/1.1", "Host: evil.example\r\n"), 421),
        (
            line("GET / HTTP/1.1", &format!("Host: evil.example:{port}\r\n")),
            421,
        ),
        (
            line("GET / HTTP/1.1", "Host: localhost.evil.example\r\n"),
            421,
        ),
        (line("GET / HTTP/1.1", "Host: 192.168.1.2\r\n"), 421),
        (line("GET http://evil.example/ HTTP/1.1", &here), 421),
        (line("GET http://localhost/en/ HTTP/1.1", &here), 200),
        (line("GET /en/ HTTP/1.1", "Host: localhost:1\r\n"), 200),
        (line("GET / HTTP/1.1", ""), 400),
        (
            line("GET / HTTP/1.1", &format!("{here}Host: localhost\r\n")),
            400,
        ),
        (line("POST / HTTP/1.1", &here), 405),
        (
            line(
                "PUT /site/index.html HTTP/1.1",
                &format!("{here}Content-Length: 0\r\n"),
            ),
            405,
        ),
        (line("DELETE /site/index.html HTTP/1.1", &here), 405),
        (
            line(
                "OPTIONS / HTTP/1.1",
                &format!(
                    "{here}Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n"
                ),
            ),
            405,
        ),
        (line("CONNECT evil.example:443 HTTP/1.1", &here), 405),
        (
            line(
                "GET / HTTP/1.1",
                &format!("{here}Content-Length: 4\r\n\r\nabcd"),
            ),
            413,
        ),
        (
            line(
                "GET / HTTP/1.1",
                &format!("{here}Transfer-Encoding: chunked\r\n"),
            ),
            413,
        ),
        (
            line(&format!("GET /{} HTTP/1.1", "a".repeat(3000)), &here),
            414,
        ),
        (
            line(
                "GET / HTTP/1.1",
                &format!("{here}X: {}\r\n", "a".repeat(100_000)),
            ),
            431,
        ),
        (
            line(
                "GET / HTTP/1.1",
                &format!("{here}{}", "X: a\r\n".repeat(500)),
            ),
            431,
        ),
        (line("nonsense", ""), 400),
        (vec![0, 159, 146, 150, 13, 10, 13, 10], 400),
    ] {
        let shown = String::from_utf8_lossy(&request[..request.len().min(90)]).into_owned();
        let reply = raw(port, &request).unwrap_or_else(|| panic!("no answer to {shown}"));
        assert_eq!(reply.status, expected, "{shown}");
        if expected == 405 {
            assert_eq!(reply.header("allow"), "GET, HEAD");
        }
    }
    // And it goes on for those who behave.
    assert_eq!(get(port, "/en/").status, 200);
}

#[test]
fn a_taken_port_is_told_with_what_to_do() {
    let folder = commons("en");
    let held = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = held.local_addr().unwrap().port().to_string();
    for (lang, words) in [
        ("en", "is taken by another program"),
        ("nl", "is bezet door een ander programma"),
    ] {
        let output = scratch::meent(folder.path(), &["preview", "--port", &port, "--lang", lang]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains(words) && said.contains(&port) && said.contains("--port"),
            "{said}"
        );
        assert!(output.stdout.is_empty());
    }
    let other = scratch::meent(folder.path(), &["preview", "nowhere"]);
    assert_eq!(other.status.code(), Some(2));
    let empty = tempfile::tempdir().unwrap();
    let other = scratch::meent(empty.path(), &["preview", "--port", "70000"]);
    assert_eq!(other.status.code(), Some(2));
}

#[test]
fn without_a_port_the_next_free_one_is_taken_and_named() {
    let folder = commons("en");
    // Other previews may run on this machine; then this one is refused the port all the same.
    let _held = TcpListener::bind(("127.0.0.1", meent::preview::FIRST_PORT));
    let mut child = command()
        .current_dir(folder.path())
        .args(["preview", "--lang", "nl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("Getoond: niets gevonden.") {
        assert_ne!(out.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let port: u16 = between(&said, "http://localhost:", "/")[0].parse().unwrap();
    assert!(
        port > meent::preview::FIRST_PORT && said.contains("Ctrl-C"),
        "{said}"
    );
    assert_eq!(get(port, "/nl/").status, 200);
    stop(&mut child);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    let mut aside = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut aside)
        .unwrap();
    assert!(
        aside.contains("is bezet; deze voorvertoning heeft"),
        "{aside}"
    );
    if cfg!(unix) {
        assert_eq!(child.wait().unwrap().code(), Some(0));
        assert!(rest.contains("Gestopt."), "{rest}");
        assert_eq!(
            TcpStream::connect(("127.0.0.1", port)).unwrap_err().kind(),
            ErrorKind::ConnectionRefused
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_opened_at_the_address_that_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = commons("en");
    let tools = tempfile::tempdir().unwrap();
    let browser = tools.path().join("xdg-open");
    let seen = tools.path().join("seen");
    fs::write(
        &browser,
        format!("#!/bin/sh\necho \"$1\" > '{}'\n", seen.display()),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let run = |path: &Path| {
        let mut child = command()
            .current_dir(folder.path())
            .args(["preview", "--port", "0", "--open", "--quiet"])
            .env("PATH", path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut url)
            .unwrap();
        (child, url)
    };
    let (mut child, url) = run(tools.path());
    let start = Instant::now();
    while fs::read_to_string(&seen).unwrap_or_default() != url {
        assert!(start.elapsed() < PATIENCE, "no browser was opened at {url}");
        thread::sleep(Duration::from_millis(20));
    }
    let _ = child.kill();
    child.wait().unwrap();
    // Without a browser it says so, and goes on.
    let (mut child, url) = run(Path::new("/nowhere"));
    let mut said = String::new();
    BufReader::new(child.stderr.as_mut().unwrap())
        .read_line(&mut said)
        .unwrap();
    assert!(
        said.contains("Open http://localhost:") && said.contains(url.trim()),
        "{said}"
    );
    let _ = child.kill();
    child.wait().unwrap();
}

/// As Ctrl-C does, where there is such a thing.
fn stop(child: &mut Child) {
    if cfg!(unix) {
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
    } else {
        let _ = child.kill();
    }
}

// ------------------------------------------------------------------ after a save

#[test]
fn a_save_is_seen_and_an_error_leaves_the_version_of_before() {
    let folder = commons("en");
    let here = folder.path();
    let running = preview(here);
    let port = running.port;
    let source = here.join("commons.meent");
    let good = fs::read_to_string(&source).unwrap();
    let page = "/site/en/index.html";
    assert!(get(port, page).text().contains("Our street"));

    let mut events = Events::open(port);
    let first = events.next();
    assert!(
        get(port, page)
            .text()
            .contains(&format!("data-state=\"{first}\""))
    );
    // What is written again as it was is no change; a new title is one.
    fs::write(&source, &good).unwrap();
    thread::sleep(Duration::from_millis(300));
    let renamed = good.replace("Our street", "Our <i>square</i>");
    assert_ne!(renamed, good);
    fs::write(&source, renamed).unwrap();
    let second = events.next();
    assert_ne!(first, second);
    let shown = get(port, page);
    assert!(
        shown.text().contains("Our &lt;i&gt;square&lt;/i&gt;") && shown.text().contains(&second)
    );

    // An error: the last good version stays, and every page says so, in its language.
    fs::write(
        &source,
        format!("{good}\ngroup lost {{ within <nowhere> }}\n"),
    )
    .unwrap();
    let third = events.next();
    let shown = get(port, page);
    assert!(
        shown.text().contains("meent-preview-banner")
            && shown.text().contains("version from before")
    );
    assert!(shown.text().contains("square") && shown.text().contains(&third));
    assert!(
        get(port, "/site/nl/index.html")
            .text()
            .contains("Je ziet de versie van daarvoor")
    );
    for (lang, word) in [("en", "Error"), ("nl", "Fout")] {
        let start = get(port, &format!("/{lang}/"));
        assert!(
            start
                .text()
                .contains(&format!("<span class=\"level\">{word}</span>"))
        );
        assert!(start.text().contains("commons.meent:") && !start.text().contains("<nowhere>"));
    }
    let document: serde_json::Value =
        serde_json::from_slice(&get(port, "/preview/state.json").body).unwrap();
    assert_eq!(
        (&document["current"], &document["built"]),
        (&false.into(), &true.into())
    );
    assert_eq!(document["findings"][0]["level"], "error");

    // And back, to what was at first: the very same state.
    fs::write(&source, &good).unwrap();
    assert_eq!(events.next(), first);
    assert!(!get(port, page).text().contains("meent-preview-banner"));
}

#[test]
fn files_may_be_renamed_added_and_removed() {
    let folder = commons("en");
    let here = folder.path();
    let running = preview(here);
    let port = running.port;
    let index = "/site/en/datasets.html";
    let is = |word: &'static str| move |reply: &Reply| reply.text().contains(word);
    let is_not = |word: &'static str| move |reply: &Reply| !reply.text().contains(word);

    // A new file.
    let more = "dataset bench-counts \"Bench counts\" { about no one }\n";
    fs::write(here.join("more.meent"), more).unwrap();
    wait(port, index, is("Bench counts"));
    // As editors save: a second file that takes the name, and a backup that goes away.
    fs::write(here.join(".more.tmp"), more.replace("Bench", "Tree")).unwrap();
    fs::rename(here.join(".more.tmp"), here.join("more.meent")).unwrap();
    wait(port, index, is("Tree counts"));
    fs::rename(here.join("more.meent"), here.join("more.meent~")).unwrap();
    fs::write(here.join("more.meent"), more.replace("Bench", "Lamp")).unwrap();
    fs::remove_file(here.join("more.meent~")).unwrap();
    wait(port, index, is("Lamp counts"));
    fs::remove_file(here.join("more.meent")).unwrap();
    wait(port, index, is_not("Lamp counts"));
    // A folder of templates that was not there before.
    fs::create_dir_all(here.join("templates/site")).unwrap();
    thread::sleep(Duration::from_millis(150));
    fs::write(here.join("templates/site/style.css"), "/* ours */").unwrap();
    wait(port, "/site/style.css", is("/* ours */"));
    fs::remove_dir_all(here.join("templates")).unwrap();
    wait(port, "/site/style.css", is_not("/* ours */"));
    // An import that comes later, from a folder that is not there yet.
    fs::write(
        here.join("more.meent"),
        "use datasets from \"shared/parts\"\n",
    )
    .unwrap();
    wait(port, "/en/", is("M0204"));
    fs::create_dir_all(here.join("shared/parts")).unwrap();
    fs::write(here.join("shared/parts/a.meent"), more).unwrap();
    wait(port, "/en/", is_not("M0204"));
    fs::write(
        here.join("shared/parts/a.meent"),
        more.replace("{", "{ nothing-known"),
    )
    .unwrap();
    wait(port, "/en/", is("shared/parts/a.meent:1"));
    fs::remove_file(here.join("more.meent")).unwrap();
    wait(port, "/en/", is("Nothing found"));
}

#[test]
fn a_project_may_be_wrong_at_first_vanish_and_come_back() {
    let folder = commons("en");
    let here = folder.path();
    let files: Vec<_> = ["commons.meent", "meent.toml"]
        .into_iter()
        .chain(meent_files(here).iter().map(String::as_str))
        .map(|name| {
            (
                here.join(name),
                fs::read_to_string(here.join(name)).unwrap(),
            )
        })
        .collect();
    let write = |from: &str, to: &str| {
        for (path, text) in &files {
            fs::write(path, text.replace(from, to)).unwrap();
        }
    };
    let broken = here.join("broken.meent");
    fs::write(&broken, "group {").unwrap();
    let running = preview(here);
    let port = running.port;
    let page = "/site/nl/index.html";
    for path in ["/nl/", page] {
        let reply = ask(port, "GET", path, "Accept-Language: nl\r\n");
        let text = reply.text();
        assert!(text.contains("Er is nog niets te tonen"), "{text}");
        assert_eq!(reply.status, if path == page { 503 } else { 200 });
    }
    fs::remove_file(&broken).unwrap();
    let shown = |word: &'static str| {
        move |r: &Reply| r.text().contains(word) && !r.text().contains("meent-preview-banner")
    };
    wait(port, page, shown("Our street"));
    fs::remove_dir_all(here).unwrap();
    wait(port, page, |r| r.text().contains("meent-preview-banner"));
    assert!(get(port, page).text().contains("Our street"));
    fs::create_dir(here).unwrap();
    write("Our street", "Our square");
    wait(port, page, shown("Our square"));
    // It is watched as before.
    write("Our street", "Our street");
    wait(port, page, shown("Our street"));
}

fn meent_files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|n| n.ends_with(".meent")).collect()
}

// ------------------------------------------------------------------ many, slow, and rude

/// A preview in this process, with limits that a test can wait for.
fn with_limits(limits: Limits, test: impl FnOnce(u16)) {
    let folder = commons("en");
    let preview = Preview::start(Some(folder.path()), Port::Exactly(0)).unwrap();
    let port = preview.port();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = thread::spawn(move || {
        let end = async {
            let _ = stopped.await;
        };
        preview
            .with_limits(limits)
            .serve_until(Lang::En, end, |_| {})
    });
    test(port);
    stop.send(()).unwrap();
    let start = Instant::now();
    served.join().unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "it does not end");
}

#[test]
fn many_and_slow_ones_do_not_keep_others_out() {
    let limits = Limits {
        connections: 8,
        streams: 3,
        head: Duration::from_millis(400),
        stalled: Duration::from_millis(400),
        ..Limits::default()
    };
    with_limits(limits, |port| {
        // All places are taken by connections that say nothing, or half a head.
        let slow: Vec<TcpStream> = (0..8)
            .map(|i| {
                let mut stream = connect(port);
                if i % 2 == 0 {
                    stream.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
                }
                stream
            })
            .collect();
        assert_eq!(get(port, "/en/").status, 200);
        for mut stream in slow {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest);
            let text = String::from_utf8_lossy(&rest).into_owned();
            assert!(
                rest.is_empty() || text.starts_with("HTTP/1.1 408"),
                "{text}"
            );
        }
        // One connection, many requests; then nothing more is said, and it ends.
        let mut kept = connect(port);
        for _ in 0..3 {
            kept.write_all(b"GET /preview/state.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .unwrap();
            let mut reader = BufReader::new(&kept);
            let mut line = String::new();
            while !line.ends_with("}\n") {
                assert_ne!(reader.read_line(&mut line).unwrap(), 0, "{line}");
            }
        }
        assert_eq!(kept.read(&mut [0; 16]).unwrap_or(0), 0);
        // Who asks for a lot and reads none of it is let go.
        let mut deaf = connect(port);
        let request = b"GET /agreement/en/agreement.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
        let start = Instant::now();
        let refused = loop {
            if let Err(error) = deaf.write_all(request) {
                break error.kind();
            }
            assert!(start.elapsed() < PATIENCE, "it takes requests without end");
        };
        let gone = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe];
        assert!(gone.contains(&refused), "{refused}");
        // A stream has its place until its page is gone.
        let streams: Vec<Events> = (0..3)
            .map(|_| {
                let mut events = Events::open(port);
                events.next();
                events
            })
            .collect();
        let refused = get(port, "/preview/events");
        assert_eq!((refused.status, refused.header("retry-after")), (503, "5"));
        drop(streams);
        assert_eq!(
            ask(port, "HEAD", "/preview/events", "").header("content-type"),
            "text/event-stream"
        );
    });
}

#[test]
fn a_hundred_pages_at_once() {
    with_limits(Limits::default(), |port| {
        let mut events = Events::open(port);
        events.next();
        thread::scope(|scope| {
            for _ in 0..100 {
                scope.spawn(move || assert_eq!(get(port, "/site/en/index.html").status, 200));
            }
        });
        // It ends although this page still listens.
    });
}
