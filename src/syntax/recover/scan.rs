//! Reading text that does not parse: its words, its quotes, its braces.

/// The word, number or sign at a byte; a text between quotes is one quote. Empty at the end.
pub fn token(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let word = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
            .len();
    let length = if word > 0 {
        word
    } else {
        rest.chars().next().map_or(0, char::len_utf8)
    };
    rest.get(..length).unwrap_or_default()
}

/// The first byte from here on that is not blank and not in a comment.
pub fn skip_blank(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let bare = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        at += rest.len() - bare.len();
        if !bare.starts_with('#') {
            return at;
        }
        at += bare.find(['\n', '\r']).unwrap_or(bare.len());
    }
}

/// The opening quote of a text that is never closed. Where quotes pair up wrongly from the missing
/// one on, it is the first text that runs over the end of its line.
pub fn unclosed_quote(text: &str) -> Option<usize> {
    let mut first_broken = None;
    let mut open = None;
    let mut signs = Signs::new(text);
    while let Some((at, sign)) = signs.next_sign() {
        if sign == '"' {
            match open.take() {
                None => {
                    open = Some(at);
                }
                Some(opened) => {
                    let broken = text.get(opened..at).is_some_and(|t| t.contains('\n'));
                    if broken && first_broken.is_none() {
                        first_broken = Some(opened);
                    }
                }
            }
        }
    }
    open.map(|opened| first_broken.unwrap_or(opened))
}

/// The first brace that is never closed.
pub fn unclosed_brace(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut signs = Signs::new(text);
    while let Some((at, sign)) = signs.next_sign() {
        match sign {
            '{' => open.push(at),
            '}' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().copied()
}

/// Quotes and braces, leaving out comments and what stands between quotes.
struct Signs<'t> {
    bytes: &'t [u8],
    at: usize,
    inside: bool,
}

impl<'t> Signs<'t> {
    fn new(text: &'t str) -> Self {
        Signs {
            bytes: text.as_bytes(),
            at: 0,
            inside: false,
        }
    }

    fn next_sign(&mut self) -> Option<(usize, char)> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            let at = self.at;
            self.at += 1;
            match byte {
                b'\\' if self.inside => self.at += 1,
                b'"' => {
                    self.inside = !self.inside;
                    return Some((at, '"'));
                }
                _ if self.inside => {}
                b'#' => {
                    while self
                        .bytes
                        .get(self.at)
                        .is_some_and(|b| !matches!(b, b'\n' | b'\r'))
                    {
                        self.at += 1;
                    }
                }
                b'{' => return Some((at, '{')),
                b'}' => return Some((at, '}')),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_quote_is_found_at_the_text_that_runs_on() {
        assert_eq!(unclosed_quote("a \"b\" # \" x\n c"), None);
        assert_eq!(unclosed_quote("goal \"one\n}\n x \"two\" y"), Some(5));
        assert_eq!(unclosed_brace("a { b { c } # }"), Some(2));
    }
}
