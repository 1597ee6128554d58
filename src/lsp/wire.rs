//! Messages on a stream: reading them so that nothing a client sends can stop the server, and writing them.
//!
//! The reader of `lsp-server` gives up at the first message that is not JSON and reserves as much memory as a header
//! asks for. Here a bad message is answered, and reading goes on with the next one.

use lsp_server::{ErrorCode, Message, Notification, Request, Response, ResponseError};
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// A message longer than this is not read. The largest text that Meent reads is far smaller.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// No header is longer than this.
const LONGEST_HEADER: u64 = 4096;
const LENGTH: &[u8] = b"content-length:";

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    Message(Message),
    /// Not a message; what to answer.
    Bad(Refusal),
}

/// Why something that came in is not a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The `id` of the request, as far as it can be known; else null.
    pub id: Value,
    pub code: ErrorKind,
    pub why: String,
}

/// The kinds of error of JSON-RPC that a reader can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    Parse,
    Invalid,
}

/// What goes out.
#[derive(Debug)]
pub enum Outgoing {
    Message(Message),
    Refusal(Refusal),
}

impl From<Response> for Outgoing {
    fn from(response: Response) -> Self {
        Outgoing::Message(response.into())
    }
}

impl From<Request> for Outgoing {
    fn from(request: Request) -> Self {
        Outgoing::Message(request.into())
    }
}

impl From<Notification> for Outgoing {
    fn from(notification: Notification) -> Self {
        Outgoing::Message(notification.into())
    }
}

/// Reads what comes next; `None` at the end of the stream.
///
/// # Errors
/// The stream can't be read.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(input)? else {
        return Ok(None);
    };
    let length = match length {
        Ok(length) => length,
        Err(why) => {
            return Ok(Some(Incoming::Bad(Refusal {
                id: Value::Null,
                code: ErrorKind::Parse,
                why,
            })));
        }
    };
    // Grows with what really comes, whatever the header says.
    let mut body = Vec::new();
    input.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Ok(None);
    }
    Ok(Some(message(&body)))
}

/// The length that a header gives, or what is wrong with it; `None` at the end of the stream. Whatever stands in front
/// of the next header is skipped: it is what is left of a message whose own header was wrong.
fn header(input: &mut impl BufRead) -> io::Result<Option<Result<usize, String>>> {
    if !skip_to_length(input)? {
        return Ok(None);
    }
    let written = line(input)?;
    let length = match written.trim().parse::<usize>() {
        Ok(length) if length <= MOST_BYTES => length,
        Ok(_) => {
            let why = format!("Content-Length: {}: too long", written.trim());
            return Ok(Some(Err(why)));
        }
        Err(_) => {
            let why = format!("Content-Length: {:?} is not a length", written.trim());
            return Ok(Some(Err(why)));
        }
    };
    // Other headers say nothing that matters here.
    loop {
        let more = line(input)?;
        if more.is_empty() {
            return Ok(None);
        }
        if more.trim().is_empty() {
            return Ok(Some(Ok(length)));
        }
        if !more.contains(':') {
            let why = format!("not a header: {:?}", more.trim());
            return Ok(Some(Err(why)));
        }
    }
}

/// Reads up to and including `Content-Length:`, in any case. `false`: it does not come any more.
fn skip_to_length(input: &mut impl BufRead) -> io::Result<bool> {
    let mut matched = 0;
    loop {
        let ready = match input.fill_buf() {
            Ok(ready) => ready,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if ready.is_empty() {
            return Ok(false);
        }
        let mut used = 0;
        for byte in ready {
            used += 1;
            let byte = byte.to_ascii_lowercase();
            // No proper beginning of the name occurs again within it, but for its first letter.
            matched = match LENGTH.get(matched) == Some(&byte) {
                true => matched + 1,
                false => usize::from(LENGTH.first() == Some(&byte)),
            };
            if matched == LENGTH.len() {
                break;
            }
        }
        input.consume(used);
        if matched == LENGTH.len() {
            return Ok(true);
        }
    }
}

/// A line with its end, as text; empty at the end of the stream.
fn line(input: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    input.take(LONGEST_HEADER).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The message that a body holds.
fn message(body: &[u8]) -> Incoming {
    let bad = |id: Value, code: ErrorKind, why: &str| {
        Incoming::Bad(Refusal {
            id,
            code,
            why: why.to_string(),
        })
    };
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            let why = format!("not JSON: {error}");
            return bad(Value::Null, ErrorKind::Parse, &why);
        }
    };
    let Value::Object(mut fields) = value else {
        return bad(Value::Null, ErrorKind::Invalid, "a message is an object");
    };
    let id = fields.get("id").cloned();
    let shown = id.clone().unwrap_or(Value::Null);
    // A client that leaves the version out means the only one that there is.
    if fields.get("jsonrpc").is_some_and(|v| v != "2.0") {
        return bad(shown, ErrorKind::Invalid, "`jsonrpc` must be \"2.0\"");
    }
    let params = fields.remove("params").unwrap_or(Value::Null);
    match (fields.remove("method"), id) {
        (Some(Value::String(method)), None) => {
            Incoming::Message(Notification { method, params }.into())
        }
        (Some(Value::String(method)), Some(id)) => match serde_json::from_value(id) {
            Ok(id) => Incoming::Message(Request { id, method, params }.into()),
            Err(_) => bad(
                shown,
                ErrorKind::Invalid,
                "`id` must be a whole number of at most 32 bits, or a text",
            ),
        },
        (Some(_), _) => bad(shown, ErrorKind::Invalid, "`method` must be a text"),
        (None, Some(id)) => {
            let result = match (fields.remove("error"), fields.remove("result")) {
                (Some(error), _) if !error.is_null() => Err(serde_json::from_value(error)
                    .unwrap_or_else(|_| ResponseError {
                        code: ErrorCode::UnknownErrorCode as i32,
                        message: String::new(),
                        data: None,
                    })),
                (_, result) => Ok(result.unwrap_or(Value::Null)),
            };
            match serde_json::from_value(id) {
                Ok(id) => Incoming::Message(
                    Response {
                        id,
                        response_result: result,
                    }
                    .into(),
                ),
                Err(_) => bad(shown, ErrorKind::Invalid, "an answer to nothing"),
            }
        }
        (None, None) => bad(
            Value::Null,
            ErrorKind::Invalid,
            "a message has a `method` or an `id`",
        ),
    }
}

/// Writes a message.
///
/// # Errors
/// The stream can't be written to.
pub fn write(out: &mut impl Write, outgoing: &Outgoing) -> io::Result<()> {
    match outgoing {
        Outgoing::Message(message) => message.write(out),
        Outgoing::Refusal(refusal) => {
            let code = match refusal.code {
                ErrorKind::Parse => ErrorCode::ParseError,
                ErrorKind::Invalid => ErrorCode::InvalidRequest,
            };
            let text = json!({
                "jsonrpc": "2.0",
                "id": refusal.id,
                "error": { "code": code as i32, "message": refusal.why },
            })
            .to_string();
            write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
            out.flush()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let mut input = io::BufReader::with_capacity(7, bytes);
        let mut seen = Vec::new();
        while let Some(incoming) = read(&mut input).unwrap() {
            seen.push(match incoming {
                Incoming::Message(Message::Request(r)) => format!("{} {}", r.method, r.id),
                Incoming::Message(Message::Notification(n)) => n.method,
                Incoming::Message(Message::Response(r)) => format!("answer {}", r.id),
                Incoming::Bad(refusal) => format!("{:?} {}", refusal.code, refusal.id),
            });
        }
        seen
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn a_bad_message_does_not_stop_the_next_one() {
        let good = framed(r#"{"jsonrpc":"2.0","id":1,"method":"m"}"#);
        let bad = [
            (framed("{"), "Parse null"),
            (framed("[]"), "Invalid null"),
            (framed("{}"), "Invalid null"),
            (framed(r#"{"id":[1],"method":"m"}"#), "Invalid [1]"),
            (framed(r#"{"id":1.5,"method":"m"}"#), "Invalid 1.5"),
            (framed(r#"{"id":7,"method":3}"#), "Invalid 7"),
            (
                framed(r#"{"jsonrpc":"1.0","id":7,"method":"m"}"#),
                "Invalid 7",
            ),
            ("Content-Length: 99999999999\r\n\r\n{}".into(), "Parse null"),
            ("Content-Length: -2\r\n\r\n{}".into(), "Parse null"),
            ("Content-Length: ten\r\n\r\n{}".into(), "Parse null"),
            (
                "Content-Length: 99999999999999999999999\r\n\r\n{}".into(),
                "Parse null",
            ),
            (
                "Content-Length: 2\r\nnonsense\r\n\r\n{}".into(),
                "Parse null",
            ),
            (framed(&"[".repeat(100_000)), "Parse null"),
        ];
        for (text, expected) in bad {
            let seen = all(format!("{text}{good}").as_bytes());
            assert_eq!(seen, [expected, "m 1"], "{text:.60}");
        }
        // Without a header there is nothing to answer; it is skipped.
        let seen = all(format!("\r\n\r\nhello {{}} Content-Len {good}").as_bytes());
        assert_eq!(seen, ["m 1"]);
        let invalid = [b"Content-Length: 3\r\n\r\n\xff\xfe\xfd", good.as_bytes()].concat();
        assert_eq!(all(&invalid), ["Parse null", "m 1"]);
    }

    #[test]
    fn headers_in_other_spellings_are_read() {
        let body = r#"{"id":"a","method":"m"}"#;
        let text = format!(
            "content-LENGTH:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(all(text.as_bytes()), ["m \"a\""]);
        let text = format!("Content-Length: {}\n\n{body}", body.len());
        assert_eq!(all(text.as_bytes()), ["m \"a\""]);
        assert!(all(b"Content-Length: 20\r\n\r\n{}").is_empty());
        assert_eq!(
            all(framed(r#"{"id":3,"result":null}"#).as_bytes()),
            ["answer 3"]
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let refusal = Refusal {
            id: json!(1.5),
            code: ErrorKind::Invalid,
            why: "é".into(),
        };
        let mut out = Vec::new();
        write(&mut out, &Outgoing::Refusal(refusal)).unwrap();
        let text = String::from_utf8(out).unwrap();
        let (header, body) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(header, format!("Content-Length: {}", body.len()));
        let value: Value = serde_json::from_str(body).unwrap();
        assert_eq!(value["error"]["code"], -32600);
    }

    proptest! {
        #[test]
        fn no_bytes_can_stop_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            all(&bytes);
        }
    }
}
