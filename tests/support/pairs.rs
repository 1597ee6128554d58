//! A random commons and a copy of it in which something was edited.

use super::random::{self, Random};

/// Two versions of one commons, and the city around both.
pub struct Versions {
    pub old: String,
    pub new: String,
    pub outer: Option<String>,
}

/// One to three edits of a random commons; half of the time the other way round, so that what was taken out is put in.
pub fn versions(seed: u64) -> Versions {
    let commons = random::commons(seed);
    let mut r = Random::new(seed ^ 0xD1FF);
    let mut new = commons.source.clone();
    for _ in 0..r.between(1, 3) {
        new = edited(&new, &mut r);
    }
    let (mut old, mut new) = (commons.source, new);
    if r.chance(50) {
        std::mem::swap(&mut old, &mut new);
    }
    Versions {
        old,
        new,
        outer: commons.outer,
    }
}

/// The places of the lines that begin so.
fn lines_with(lines: &[String], start: &str) -> Vec<usize> {
    let found = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.starts_with(start));
    found.map(|(at, _)| at).collect()
}

fn edited(source: &str, r: &mut Random) -> String {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    match r.below(14) {
        0 | 1 => remove_rule(&mut lines, r),
        2 | 3 => other_condition(&mut lines, r),
        4 => other_people(&mut lines, r),
        5 | 6 => move_group(&mut lines, r),
        7 => close_group(&mut lines, r),
        8 => {
            let groups = lines_with(&lines, "group ");
            let at = *r.pick(&groups);
            let name = word(&lines[at], 1);
            let within = if r.chance(70) {
                format!(" {{ within {name} }}")
            } else {
                String::new()
            };
            lines.insert(
                at + 1,
                format!("group extra{} \"Extra\"{within}", r.below(1000)),
            );
        }
        9 => add_data(&mut lines, r),
        10 => move_party(&mut lines, r),
        11 => replace_in(&mut lines, r, "within ", "1 days", &["2 days", "30 days"]),
        12 => despite(&mut lines, r),
        _ => {
            let facts = lines_with(&lines, "fact ");
            let at = *r.pick(&facts);
            lines[at] = lines[at]
                .replace("red, green, blue", "blue, amber, red, green")
                .replace("decimals 2", "decimals 3");
        }
    }
    lines.join("\n")
}

fn word(line: &str, at: usize) -> String {
    line.split_whitespace().nth(at).unwrap_or("").to_owned()
}

/// First and last line of each rule.
fn rules(lines: &[String]) -> Vec<(usize, usize)> {
    let starts = lines_with(lines, "rule ");
    let end = |at: usize| (at..lines.len()).find(|n| lines[*n] == "}").unwrap_or(at);
    starts.into_iter().map(|at| (at, end(at))).collect()
}

fn remove_rule(lines: &mut Vec<String>, r: &mut Random) {
    let all = rules(lines);
    if all.len() < 2 {
        return;
    }
    let (from, to) = *r.pick(&all);
    let name = word(&lines[from], 1);
    lines.drain(from..=to);
    for line in lines.iter_mut() {
        if let Some(list) = line.strip_prefix("  despite ") {
            let kept: Vec<&str> = list.split(", ").filter(|n| *n != name).collect();
            *line = if kept.is_empty() {
                String::new()
            } else {
                format!("  despite {}", kept.join(", "))
            };
        }
    }
}

fn other_condition(lines: &mut Vec<String>, r: &mut Random) {
    let conditions = lines_with(lines, "  if ");
    let (from, _) = *r.pick(&rules(lines));
    let text = if conditions.is_empty() {
        "  if x0".to_owned()
    } else {
        lines[*r.pick(&conditions)].clone()
    };
    let own = conditions
        .into_iter()
        .find(|at| *at > from && lines[from..*at].iter().all(|l| l != "}"));
    match own {
        Some(at) if r.chance(40) => {
            lines.remove(at);
        }
        Some(at) => lines[at] = text,
        None => {
            // Behind the dates, which come first.
            let at = if lines[from + 2].starts_with("  from")
                || lines[from + 2].starts_with("  until")
            {
                from + 3
            } else {
                from + 2
            };
            lines.insert(at, text);
        }
    }
}

fn other_people(lines: &mut [String], r: &mut Random) {
    let groups: Vec<String> = lines_with(lines, "group ")
        .iter()
        .map(|at| word(&lines[*at], 1))
        .collect();
    let (from, _) = *r.pick(&rules(lines));
    let statement = lines[from + 1].clone();
    for modal in [" must not ", " may ", " must "] {
        if let Some((who, acts)) = statement.split_once(modal)
            && !who.contains("nobody")
        {
            lines[from + 1] = format!("  {}{modal}{acts}", r.pick(&groups));
            return;
        }
    }
}

fn move_group(lines: &mut [String], r: &mut Random) {
    let groups = lines_with(lines, "group ");
    let place = r.below(groups.len());
    let at = groups[place];
    let (name, title) = (word(&lines[at], 1), format!("Group {place}"));
    let above: Vec<String> = groups[..place]
        .iter()
        .map(|g| word(&lines[*g], 1))
        .collect();
    let above = r.some(&above, 0, 2);
    lines[at] = if above.is_empty() {
        format!("group {name} \"{title}\"")
    } else {
        format!("group {name} \"{title}\" {{ within {} }}", above.join(", "))
    };
}

fn close_group(lines: &mut [String], r: &mut Random) {
    let groups = lines_with(lines, "group ");
    let at = *r.pick(&groups);
    if lines[at].contains("closed") {
        return;
    }
    lines[at] = match lines[at].strip_suffix(" }") {
        Some(body) => format!("{body} closed }}"),
        None => format!("{} {{ closed }}", lines[at]),
    };
}

fn add_data(lines: &mut Vec<String>, r: &mut Random) {
    let sets = lines_with(lines, "dataset ");
    let at = *r.pick(&sets);
    if r.chance(50) {
        let field = format!(" field extra{} \"Extra\" }}", r.below(1000));
        lines[at] = lines[at].trim_end_matches(" }").to_owned() + &field;
    } else {
        let name = word(&lines[at], 1);
        let line = format!(
            "dataset extra{} \"Extra\" {{ not personal within {name} }}",
            r.below(1000)
        );
        lines.insert(at + 1, line);
    }
}

fn move_party(lines: &mut Vec<String>, r: &mut Random) {
    let groups: Vec<String> = lines_with(lines, "group ")
        .iter()
        .map(|at| word(&lines[*at], 1))
        .collect();
    let mut parties = lines_with(lines, "member ");
    parties.extend(lines_with(lines, "party "));
    if parties.is_empty() || r.chance(30) {
        lines.push(format!(
            "member extra{} \"Extra\" {{ in {} }}",
            r.below(1000),
            r.pick(&groups)
        ));
        return;
    }
    let at = *r.pick(&parties);
    if let Some((head, _)) = lines[at].split_once(" in ") {
        lines[at] = format!("{head} in {} }}", r.pick(&groups));
    }
}

fn replace_in(lines: &mut [String], r: &mut Random, marker: &str, from: &str, to: &[&str]) {
    let found: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].contains(marker) && lines[*at].contains(from))
        .collect();
    if !found.is_empty() {
        let at = *r.pick(&found);
        lines[at] = lines[at].replacen(from, to[r.below(to.len())], 1);
    }
}

fn despite(lines: &mut Vec<String>, r: &mut Random) {
    let all = rules(lines);
    let place = r.below(all.len());
    let (from, to) = all[place];
    if let Some(at) = (from..to).find(|at| lines[*at].starts_with("  despite ")) {
        lines.remove(at);
    } else if place > 0 {
        let earlier = word(&lines[all[r.below(place)].0], 1);
        lines.insert(to, format!("  despite {earlier}"));
    }
}

/// The commons of a seed with a few of its rules said twice, in part or with something changed.
pub fn with_doubles(seed: u64) -> Versions {
    let commons = random::commons(seed);
    let mut r = Random::new(seed ^ 0xD0B1E);
    let mut lines: Vec<String> = commons.source.lines().map(str::to_owned).collect();
    for at in 0..r.between(1, 3) {
        let all = rules(&lines);
        let (mut from, mut to) = *r.pick(&all);
        // Free-standing duties are rare.
        let duty = |(from, _): &&(usize, usize)| {
            let statement = &lines[from + 1];
            statement.contains(" must ") && !statement.contains(" must not ")
        };
        if let Some(found) = all.iter().find(duty)
            && r.chance(30)
        {
            (from, to) = *found;
        }
        let name = word(&lines[from], 1);
        let mut copy: Vec<String> = lines[from..=to].to_vec();
        copy[0] = format!("rule again{at} \"Again {at}\" {{");
        if r.chance(40) {
            copy.retain(|l| !l.starts_with("  despite "));
        }
        if r.chance(30) {
            copy.retain(|l| !l.starts_with("  then "));
        }
        if r.chance(20) {
            copy.retain(|l| !l.starts_with("  if "));
        }
        if r.chance(25) && !copy.iter().any(|l| l.starts_with("  despite ")) {
            copy.insert(copy.len() - 1, format!("  despite {name}"));
        }
        let copied = copy.clone();
        lines.extend(copy);
        if r.chance(30) {
            let place = rules(&lines).len() - 1;
            let groups = lines_with(&lines, "group ");
            let group = word(&lines[*r.pick(&groups)], 1);
            let from = rules(&lines)[place].0;
            for modal in [" must not ", " may ", " must "] {
                if let Some((who, acts)) = copied[1].split_once(modal)
                    && !who.contains("nobody")
                {
                    lines[from + 1] = format!("  {group}{modal}{acts}");
                    break;
                }
            }
        }
    }
    let text = lines.join("\n");
    Versions {
        old: text.clone(),
        new: text,
        outer: commons.outer,
    }
}
