//! The Nu Html Checker, on a folder of pages.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Where the checker is; `None`, and a word about it, if this machine has none. CI must have one.
pub fn checker() -> Option<OsString> {
    let jar = std::env::var_os("MEENT_VNU_JAR");
    if jar.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "CI needs MEENT_VNU_JAR: see tests/support/fetch-vnu.sh"
        );
        println!("skipped: MEENT_VNU_JAR is not set (tests/support/fetch-vnu.sh prints it)");
    }
    jar
}

/// Every page in a folder passes without a message.
pub fn passes(jar: &OsString, folder: &Path) {
    let run = Command::new("java")
        .arg("-jar")
        .arg(jar)
        .args([
            "--skip-non-html",
            "--no-langdetect",
            "--stdout",
            "--format",
            "text",
        ])
        .arg(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    let clean = !said.contains("Error") && !said.contains("Warning");
    assert!(
        run.status.success() && clean,
        "{said}{}",
        String::from_utf8_lossy(&run.stderr)
    );
}
