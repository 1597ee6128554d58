//! Rows put aside on disk, in parts by their key, so that two files of any length can be laid side by side with the memory
//! that one part takes.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// The number of parts. A million rows are some sixteen thousand a part.
pub const PARTS: usize = 64;

/// One row: its key, its line in the file it came from, and what else it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    pub line: u64,
    pub rest: Vec<u8>,
}

/// Rows on their way to disk. The files have no name and are gone when this is.
pub struct Spill {
    parts: Vec<BufWriter<File>>,
}

impl Spill {
    /// # Errors
    /// There is nowhere to put temporary files.
    pub fn new() -> io::Result<Self> {
        let parts = (0..PARTS).map(|_| Ok(BufWriter::new(tempfile::tempfile()?)));
        Ok(Spill {
            parts: parts.collect::<io::Result<_>>()?,
        })
    }

    /// # Errors
    /// The disk is full.
    pub fn put(&mut self, key: &str, line: u64, rest: &[u8]) -> io::Result<()> {
        let Some(part) = self.parts.get_mut(part_of(key)) else {
            return Ok(());
        };
        part.write_all(&line.to_le_bytes())?;
        for bytes in [key.as_bytes(), rest] {
            let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
            part.write_all(&length.to_le_bytes())?;
            part.write_all(bytes)?;
        }
        Ok(())
    }

    /// The rows of one part, in the order in which they were put.
    ///
    /// # Errors
    /// The disk fails.
    pub fn part(&mut self, part: usize) -> io::Result<Vec<Row>> {
        let Some(writer) = self.parts.get_mut(part) else {
            return Ok(Vec::new());
        };
        writer.flush()?;
        let file = writer.get_mut();
        file.rewind()?;
        let mut reader = BufReader::new(file);
        let mut rows = Vec::new();
        let mut number = [0u8; 8];
        loop {
            match reader.read_exact(&mut number) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(rows),
                Err(e) => return Err(e),
            }
            let line = u64::from_le_bytes(number);
            let key = String::from_utf8(bytes(&mut reader)?)
                .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
            let rest = bytes(&mut reader)?;
            rows.push(Row { key, line, rest });
        }
    }
}

fn bytes(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0u8; 4];
    reader.read_exact(&mut length)?;
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// FNV-1a, and then mixed, because keys that differ in their last letters only differ in few bits of it.
fn part_of(key: &str) -> usize {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed >> 58) % PARTS as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_comes_back_once() {
        let mut spill = Spill::new().unwrap();
        for n in 0..10_000u64 {
            spill
                .put(&format!("member-{n}"), n, &n.to_le_bytes())
                .unwrap();
        }
        let mut seen = vec![false; 10_000];
        let mut largest = 0;
        for part in 0..PARTS {
            let rows = spill.part(part).unwrap();
            largest = largest.max(rows.len());
            assert!(rows.windows(2).all(|w| w[0].line < w[1].line));
            for row in rows {
                assert_eq!(row.key, format!("member-{}", row.line));
                assert_eq!(row.rest, row.line.to_le_bytes());
                assert!(!std::mem::replace(&mut seen[row.line as usize], true));
            }
        }
        assert!(seen.iter().all(|s| *s));
        assert!(largest < 400, "{largest}");
    }
}
