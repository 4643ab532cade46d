//! Files that only their owner may read: databases, backups, first passwords.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a file that only its owner can read and write; fails if it exists. SQLite gives what it creates beside a
/// database the same permissions.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Creates a folder, with those above it, that only its owner can enter.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        folder.mode(0o700);
    }
    folder.create(path)
}

/// Gives a file the owner of another one, if it has another owner.
pub(crate) fn give_owner(path: &Path, like: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        let (like, own) = (std::fs::metadata(like)?, std::fs::metadata(path)?);
        if (like.uid(), like.gid()) != (own.uid(), own.gid()) {
            chown(path, Some(like.uid()), Some(like.gid()))?;
        }
    }
    Ok(())
}

/// A file or folder that more than its owner may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaxMode {
    pub path: String,
    is_folder: bool,
}

impl LaxMode {
    /// What puts it right.
    pub fn command(&self) -> String {
        let mode = if self.is_folder { 700 } else { 600 };
        format!("chmod {mode} {}", self.path)
    }
}

/// Fails if others than its owner may read or enter a path. One that does not exist, or cannot be looked at, passes.
pub(crate) fn require_private(path: &Path) -> Result<(), LaxMode> {
    let Ok(metadata) = std::fs::metadata(path) else {
        return Ok(());
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(LaxMode {
                path: path.display().to_string(),
                is_folder: metadata.is_dir(),
            });
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_private_file_is_its_owners_alone_and_never_an_existing_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ward.db");
        let file = create_private(&path).expect("created");
        let mode = file.metadata().expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(create_private(&path).is_err());
    }
}
