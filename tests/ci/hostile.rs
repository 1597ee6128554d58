//! File names, titles and sources that try to be commands of the CI that shows them.

use super::world::{STREET, meent, out, put, temp};

/// What a runner of GitHub takes for a command in a line: `::name …::` at its start, blanks aside, or `##[name…]` anywhere.
pub fn command(line: &str) -> Option<String> {
    if let Some(rest) = line.trim_start().strip_prefix("::")
        && let Some((head, _)) = rest.split_once("::")
    {
        return Some(head.split(' ').next().unwrap().to_string());
    }
    let at = line.find("##[")?;
    let rest = &line[at + 3..];
    Some(
        rest[..rest.find(']')?]
            .split(' ')
            .next()
            .unwrap()
            .to_string(),
    )
}

pub const EVIL: &str = "$(touch owned) `touch owned` %0A::error::x %0D ::set-output name=a::b ##[set-env name=PATH;]x ::stop-commands::y";

#[test]
fn nothing_in_a_source_becomes_a_command_of_github() {
    let folder = temp();
    let mut text = STREET.to_string();
    // More than GitHub shows, so that there are plain lines, too.
    for nth in 0..14 {
        text.push_str(&format!("scenario \"{EVIL} {nth}\" {{\n  an outsider asks to read trees for planting\n  expect permitted\n}}\n"));
    }
    text.push_str(&format!("purpose   x \"{EVIL}\"\n"));
    for name in [
        "::error,line=1::x.meent",
        "a\n::error::b.meent",
        "##[error]c.meent",
        "%0A::warning::d.meent",
    ] {
        put(
            folder.path(),
            &format!("{}/{name}", "sub"),
            &text.replacen("commons street-trees", "commons x", 1),
        );
    }
    put(folder.path(), "a.meent", &text);
    for arguments in [
        &["check", "--format", "github"][..],
        &["check", "sub", "--format", "github"],
        &["check", "sub/##[error]c.meent", "--format", "github"],
        &["check", "sub/%0A::warning::d.meent", "--format", "github"],
        &["test", "--format", "github"],
        &["fmt", "--check", "sub", "--format", "github"],
    ] {
        let output = meent(folder.path(), arguments);
        let text = out(&output);
        assert!(!text.is_empty(), "{arguments:?}");
        for line in text.lines() {
            let found = command(line);
            let own = matches!(found.as_deref(), Some("error" | "warning" | "notice"));
            assert!(
                own || (found.is_none() && line.starts_with("- ")),
                "{arguments:?}: {line}"
            );
            if own {
                // Of the properties, none is made by a name.
                let head = line.trim_start_matches("::").split("::").next().unwrap();
                let properties = head.split_once(' ').map_or("", |(_, p)| p);
                for property in properties.split(',') {
                    let name = property.split('=').next().unwrap();
                    assert!(
                        ["file", "line", "endLine", "col", "endColumn", "title"].contains(&name),
                        "{line}"
                    );
                }
                assert!(
                    !line.contains("%0A::error::x") || line.contains("%250A::error::x"),
                    "{line}"
                );
            }
        }
    }
}
