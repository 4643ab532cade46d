//! Backups encrypted with age, so that whoever keeps them cannot read them.

use super::{BackupError, file_error};
use crate::db::private_file::create_private;
use age::x25519::{Identity, Recipient};
use std::fs::File;
use std::io;
use std::path::Path;

/// Encrypts a file to a public key (`age1…`) into a new file.
pub(super) fn encrypt(from: &Path, to: &Path, recipient: &str) -> Result<(), BackupError> {
    let no_key = |why: &dyn std::fmt::Display| BackupError::Key(why.to_string());
    let recipient: Recipient = recipient.trim().parse().map_err(|it: &str| no_key(&it))?;
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(|it| no_key(&it))?;
    let mut plain = File::open(from).map_err(file_error(from))?;
    let out = create_private(to).map_err(file_error(to))?;
    let write = || {
        let mut out = encryptor.wrap_output(out)?;
        io::copy(&mut plain, &mut out)?;
        out.finish()?.sync_all()
    };
    write().map_err(file_error(to))
}

/// Whether a file is encrypted with age.
pub(super) fn is_encrypted(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "age")
}

/// The first key in a file of keys (`AGE-SECRET-KEY-1…`).
fn read_identity(file: &Path) -> Result<Identity, BackupError> {
    let no_key = |why: &dyn std::fmt::Display| BackupError::Key(why.to_string());
    let text = std::fs::read_to_string(file).map_err(file_error(file))?;
    let line = text.lines().find(|it| it.starts_with("AGE-SECRET-KEY-"));
    let line = line.ok_or_else(|| no_key(&file.display()))?;
    line.trim().parse().map_err(|it: &str| no_key(&it))
}

/// The public key (`age1…`) to which the key in a file belongs.
pub(super) fn recipient_of(identity: &Path) -> Result<String, BackupError> {
    Ok(read_identity(identity)?.to_public().to_string())
}

/// Decrypts a file with the first key in a file of keys (`AGE-SECRET-KEY-1…`) into a new file.
pub(super) fn decrypt(from: &Path, to: &Path, identity: &Path) -> Result<(), BackupError> {
    let identity = read_identity(identity)?;
    let not_opened = |why: &dyn std::fmt::Display| {
        BackupError::NotABackup(from.display().to_string(), why.to_string())
    };
    let file = File::open(from).map_err(file_error(from))?;
    let decryptor = age::Decryptor::new(file).map_err(|it| not_opened(&it))?;
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let mut plain = decryptor
        .decrypt(identities)
        .map_err(|it| not_opened(&it))?;
    let mut out = create_private(to).map_err(file_error(to))?;
    // A file that was cut or changed fails at its end.
    io::copy(&mut plain, &mut out).map_err(|it| not_opened(&it))?;
    out.sync_all().map_err(file_error(to))
}
