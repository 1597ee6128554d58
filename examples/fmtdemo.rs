use meent::diagnostic::Lang;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = std::fs::read_to_string(&a[1]).unwrap();
    let l = match a.get(2).map(String::as_str) {
        Some("nl") => Some(Lang::Nl),
        Some("en") => Some(Lang::En),
        _ => None,
    };
    match meent::syntax::format(&t, l) {
        Ok(s) => print!("{s}"),
        Err(e) => {
            for d in e {
                println!(
                    "{} {} {:?}",
                    d.code,
                    d.message.en,
                    d.labels.first().map(|l| l.span)
                )
            }
        }
    }
}
