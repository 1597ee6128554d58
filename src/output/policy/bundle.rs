//! The OPA bundle: one archive that a fleet of engines can pull. The same source gives the same bytes.

use flate2::{Compression, GzBuilder};
use serde_json::json;
use std::io::Write;

/// An archive of the manifest, the data and the logic, in that order of their paths.
///
/// The revision in the manifest is the digest of the source, so that an engine can tell which text it enforces.
/// Every entry has the same owner, mode and time, and the archive's own header has no time.
pub fn make(digest: &str, name: &str, logic: &str, data: &str) -> Vec<u8> {
    let manifest = json!({
        "revision": digest,
        "roots": [format!("meent/{name}"), format!("meent_data/{name}")],
        "rego_version": 1,
    });
    let manifest = format!("{manifest}\n");
    let policy = format!("meent/{name}/decision.rego");
    let files = [
        (".manifest", manifest.as_str()),
        ("data.json", data),
        (policy.as_str(), logic),
    ];
    // Writing to memory fails only if a path does not fit its header, and names are cut below that.
    archive(&files).unwrap_or_default()
}

fn archive(files: &[(&str, &str)]) -> std::io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        tar.append_data(&mut header, path, text.as_bytes())?;
    }
    let mut gzip = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    gzip.write_all(&tar.into_inner()?)?;
    gzip.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_same_source_gives_the_same_bytes() {
        let one = make("abc", "x", "package meent.x\n", "{}\n");
        assert_eq!(one, make("abc", "x", "package meent.x\n", "{}\n"));
        assert_eq!(one.get(4..8), Some(&[0; 4][..]), "a time in the header");
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(one.as_slice()));
        let mut paths = Vec::new();
        for entry in tar.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            paths.push(entry.path().unwrap().display().to_string());
        }
        assert_eq!(paths, [".manifest", "data.json", "meent/x/decision.rego"]);
    }
}
