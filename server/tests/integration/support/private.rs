//! Folders and files that only their owner can read, as the server asks for.

use std::path::Path;
use tempfile::TempDir;

/// A folder that only its owner can enter, as the server asks for.
pub fn tempdir() -> std::io::Result<TempDir> {
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    tempfile::Builder::new().permissions(private).tempdir()
}

/// Writes a file that only its owner can read.
pub fn write_private(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).expect("a file");
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(path, private).expect("a mode");
}

/// A database of an earlier release, as `server/tests/databases` has it.
pub fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut database = Vec::new();
    let mut packed = brotli::Decompressor::new(packed, 4096);
    std::io::Read::read_to_end(&mut packed, &mut database).expect("brotli");
    database
}
