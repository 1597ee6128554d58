//! How easy a text is to read: words a sentence, and the ease formulas of Flesch (English) and Douma (Dutch).
//!
//! Flesch 1948: 206.835 − 1.015·(words a sentence) − 84.6·(syllables a word).
//! Flesch-Douma 1960: 206.84 − 0.93·(words a sentence) − 0.77·(syllables in 100 words).

use meent::diagnostic::Lang;

pub struct Report {
    pub too_long: Vec<String>,
    pub long_questions: Vec<String>,
    pub mean_words_times_100: usize,
    pub ease: f64,
}

/// Every sentence (a text that ends in a full stop or a question mark) in a table of words.
pub fn sentences(value: &toml::Value, out: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => {
            for part in text.split_inclusive(['.', '?', '!']) {
                let part = part.trim();
                if part.ends_with(['.', '?', '!']) && part.split_whitespace().count() > 1 {
                    out.push(part.to_string());
                }
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|v| sentences(v, out)),
        toml::Value::Table(map) => map.iter().for_each(|(_, v)| sentences(v, out)),
        _ => {}
    }
}

pub fn measure(sentences: &[String], lang: Lang) -> Report {
    let words = |s: &str| -> Vec<String> {
        s.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
            .filter(|w| w.chars().any(char::is_alphabetic))
            .map(str::to_lowercase)
            .collect()
    };
    let counted: Vec<(usize, usize)> = sentences
        .iter()
        .map(|s| {
            let words = words(s);
            (words.len(), words.iter().map(|w| syllables(w, lang)).sum())
        })
        .collect();
    let total: usize = counted.iter().map(|(w, _)| w).sum();
    let all: usize = counted.iter().map(|(_, s)| s).sum();
    let a_sentence = total as f64 / sentences.len() as f64;
    let a_word = all as f64 / total as f64;
    let ease = match lang {
        Lang::En => 206.835 - 1.015 * a_sentence - 84.6 * a_word,
        Lang::Nl => 206.84 - 0.93 * a_sentence - 0.77 * (100.0 * a_word),
    };
    let longer = |most: usize, question: bool| {
        sentences
            .iter()
            .zip(&counted)
            .filter(|(s, (w, _))| *w > most && (!question || s.ends_with('?')))
            .map(|(s, _)| s.clone())
            .collect()
    };
    Report {
        too_long: longer(15, false),
        long_questions: longer(8, true),
        mean_words_times_100: total * 100 / sentences.len(),
        ease,
    }
}

/// Groups of vowels, with the exceptions of each language.
fn syllables(word: &str, lang: Lang) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let count = match lang {
        Lang::Nl => dutch(&letters),
        Lang::En => english(word, &letters),
    };
    count.max(1)
}

/// Every vowel begins a syllable unless it goes on from the vowels before it in one of the Dutch sounds of more
/// than one letter. A trema always begins one.
fn dutch(letters: &[char]) -> usize {
    const SOUNDS: [&str; 21] = [
        "aa", "ee", "oo", "uu", "ie", "oe", "eu", "ui", "ou", "au", "ei", "ij", "aai", "ooi",
        "oei", "eeu", "ieu", "ay", "ey", "oy", "ai",
    ];
    let vowel = |c: char| "aeiouyàáèéêëïöüó".contains(c);
    let (mut count, mut group) = (0, String::new());
    for (at, &c) in letters.iter().enumerate() {
        let glide = c == 'j' && group == "i";
        if !vowel(c) && !glide {
            group.clear();
            continue;
        }
        // A y before a vowel is a consonant.
        if c == 'y' && letters.get(at + 1).is_some_and(|n| vowel(*n)) && group.is_empty() {
            continue;
        }
        group.push(c);
        let goes_on = SOUNDS.iter().any(|s| s.starts_with(group.as_str()));
        if group.chars().count() == 1 {
            count += 1;
        } else if !goes_on {
            count += 1;
            group = c.to_string();
        }
    }
    count
}

fn english(word: &str, letters: &[char]) -> usize {
    let vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0;
    let mut before = false;
    for &c in letters {
        let now = vowel(c);
        count += usize::from(now && !before);
        before = now;
    }
    // "people" ends in a syllable, "rule" does not.
    let spoken_le = word.ends_with("le") && letters.iter().rev().nth(2).is_some_and(|c| !vowel(*c));
    let silent_e = word.ends_with('e') && !spoken_le && count > 1;
    let silent_es = word.ends_with("es")
        && !["ses", "zes", "ces", "ges", "xes", "ches", "shes"]
            .iter()
            .any(|e| word.ends_with(e))
        && count > 1;
    let silent_ed =
        word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded") && count > 1;
    count - usize::from(silent_e || silent_es || silent_ed)
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    for (word, count) in [
        ("gegevens", 3),
        ("huis", 1),
        ("mooie", 2),
        ("meent", 1),
        ("rijen", 2),
        ("toestemming", 3),
        ("geïnd", 2),
        ("eeuw", 1),
        ("bewaart", 2),
        ("aanvragen", 3),
        ("organisatie", 5),
        ("buurten", 2),
        ("ja", 1),
        ("knieën", 2),
    ] {
        assert_eq!(syllables(word, Lang::Nl), count, "{word}");
    }
    for (word, count) in [
        ("data", 2),
        ("people", 2),
        ("rule", 1),
        ("rules", 1),
        ("houses", 2),
        ("shared", 1),
        ("decided", 3),
        ("the", 1),
        ("agreement", 3),
        ("purpose", 2),
    ] {
        assert_eq!(syllables(word, Lang::En), count, "{word}");
    }
}
