//! The server's own key: it signs receipts and exported counts, and opens what is encrypted to the server. It lies in
//! a file beside the database, or where the operator keeps secrets, and never in a SQLite file or a backup. Servers
//! that share a database of `PostgreSQL` share it there, unless the operator names a file.

use crate::db::private_file::{create_private, give_owner};
use crate::db::writer::WriteError;
use crate::db::{Database, DbError, Location, OpenError, sql};
use domain::crypto::sealed_box::BoxSecretKey;
use domain::receipt::Receipt;
use domain::sheet::SheetId;
use domain::timestamp::Timestamp;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why the key of a database was not found.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read or written: its path and the cause.
    #[error("鍵のファイル {0} を読み書きできません: {1}")]
    File(String, io::Error),
    /// The file is none of ours.
    #[error("鍵のファイル {0} が壊れています")]
    Damaged(String),
    /// The database had a key, but the file is not there.
    #[error(
        "鍵のファイル {0} がありません。控えておいた鍵を戻してください。失われたときの手順は運用の手引きにあります"
    )]
    Missing(String),
    /// The file has the key of another database.
    #[error("鍵のファイル {0} は、このデータベースのものではありません")]
    Other(String),
    /// The database has none, and the operator names no file: it was restored from a backup.
    #[error(
        "データベース {0} に鍵がありません。michishirube key で書き出しておいた鍵のファイルを MICHI_KEY_FILE に書いてください"
    )]
    NotStored(String),
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database could not be read.
    #[error("データベースを読めません: {0}")]
    Read(#[from] DbError),
    /// The database could not be written.
    #[error("データベースに書けません: {0}")]
    Write(#[from] WriteError),
}

/// Where the key of a database lies: a credential of systemd, the file that `MICHI_KEY_FILE` names, or a file beside
/// the database; none if it lies in a database of `PostgreSQL` itself.
pub fn key_file(database: &Location) -> Option<PathBuf> {
    let credential = std::env::var_os("CREDENTIALS_DIRECTORY")
        .map(|it| Path::new(&it).join("michishirube.key"))
        .filter(|it| it.exists());
    let named = std::env::var_os("MICHI_KEY_FILE").map(PathBuf::from);
    let beside = database.file().map(|it| it.with_extension("key"));
    credential.or(named).or(beside)
}

fn at(path: &Path) -> String {
    path.display().to_string()
}

fn read_key(path: &Path) -> Result<Option<SigningKey>, KeyError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KeyError::File(at(path), error)),
    };
    let mut secret = [0; 32];
    hex::decode_to_slice(text.trim(), &mut secret).map_err(|_| KeyError::Damaged(at(path)))?;
    Ok(Some(SigningKey::from_bytes(&secret)))
}

/// Writes a key to a new file, on the disk before it is used.
fn write_key(path: &Path, secret: [u8; 32], beside: Option<&Path>) -> Result<(), KeyError> {
    let write = || -> io::Result<()> {
        let mut file = create_private(path)?;
        writeln!(file, "{}", hex::encode(secret))?;
        file.sync_all()?;
        // An administrator's command must not lock the service out of its key.
        if let Some(database) = beside {
            give_owner(path, database)?;
        }
        match path.parent().filter(|it| !it.as_os_str().is_empty()) {
            Some(folder) => std::fs::File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    };
    write().map_err(|error| KeyError::File(at(path), error))
}

/// Writes the key of a database to a new file.
pub async fn export(location: &Location, file: &Path) -> Result<(), KeyError> {
    let database = Database::open_unchanged(location).await?;
    let keys = ServerKeys::load(&database).await?;
    write_key(file, keys.0.to_bytes(), None)
}

/// The key for a database of `PostgreSQL` that gets the rows of a backup whose key is `public`: what is to be written
/// into the database, or nothing if the operator names a file with it. `stored` is the key that the database has now.
pub(crate) fn key_for_restore(
    location: &Location,
    stored: Option<Vec<u8>>,
    public: &str,
) -> Result<Option<[u8; 32]>, KeyError> {
    let place = location.to_string();
    let Some(path) = key_file(location) else {
        let stored = stored.ok_or_else(|| KeyError::NotStored(place.clone()))?;
        let secret = stored.try_into();
        let secret = secret.map_err(|_| KeyError::Damaged(place.clone()))?;
        let keys = ServerKeys(SigningKey::from_bytes(&secret));
        return (keys.public() == public)
            .then_some(Some(secret))
            .ok_or(KeyError::NotStored(place));
    };
    let key = read_key(&path)?.ok_or_else(|| KeyError::Missing(at(&path)))?;
    (ServerKeys(key).public() == public)
        .then_some(None)
        .ok_or_else(|| KeyError::Other(at(&path)))
}

/// The server's Ed25519 key, which signs receipts and exported counts.
#[derive(Clone, Debug)]
pub struct ServerKeys(SigningKey);

impl ServerKeys {
    /// Reads the key of a database; makes one for a new database.
    pub async fn load(database: &Database) -> Result<Self, KeyError> {
        let location = &database.location;
        let Some(path) = key_file(location) else {
            return Self::load_shared(database).await;
        };
        let row = sql!(keys / instance_keys)
            .fetch_one(&database.readers)
            .await?;
        let (stored, public): (Option<Vec<u8>>, Option<String>) =
            (row.try_get("signing_key")?, row.try_get("public_key")?);
        let key = match (read_key(&path)?, stored, &public) {
            // A backup of a release that kept the key in it, beside the key of another database.
            (Some(key), Some(stored), _) if stored != key.to_bytes() => {
                return Err(KeyError::Other(at(&path)));
            }
            (Some(key), ..) => key,
            // A database of a release that kept the key in it.
            (None, Some(stored), None) => {
                let secret =
                    <[u8; 32]>::try_from(stored).map_err(|_| KeyError::Damaged(at(&path)))?;
                write_key(&path, secret, location.file())?;
                SigningKey::from_bytes(&secret)
            }
            (None, None, None) => {
                let secret = rand::random();
                write_key(&path, secret, location.file())?;
                SigningKey::from_bytes(&secret)
            }
            (None, _, Some(_)) => return Err(KeyError::Missing(at(&path))),
        };
        let keys = Self(key);
        match public {
            Some(public) if public == keys.public() => Ok(keys),
            Some(_) => Err(KeyError::Other(at(&path))),
            None => {
                keys.note_public(database).await?;
                Ok(keys)
            }
        }
    }

    /// The key that lies in the database; the first server to ask makes it.
    async fn load_shared(database: &Database) -> Result<Self, KeyError> {
        let new = Self(SigningKey::from_bytes(&rand::random()));
        let (secret, public) = (new.0.to_bytes(), new.public());
        let write = database.writer.run::<_, WriteError, _>(move |connection| {
            Box::pin(async move {
                sql!(keys / set_signing_key_if_absent)
                    .bind(&secret[..])
                    .bind(public)
                    .execute(&mut *connection)
                    .await?;
                let row = sql!(keys / instance_keys).fetch_one(connection).await?;
                Ok((row.try_get("signing_key")?, row.try_get("public_key")?))
            })
        });
        let (stored, public): (Option<Vec<u8>>, Option<String>) = write.await?;
        let place = database.location.to_string();
        // A restored backup names its key and does not have it.
        let stored = stored.ok_or_else(|| KeyError::NotStored(place.clone()))?;
        let stored = stored.try_into();
        let stored = stored.map_err(|_| KeyError::Damaged(place.clone()))?;
        let keys = Self(SigningKey::from_bytes(&stored));
        if public.is_some_and(|it| it != keys.public()) {
            return Err(KeyError::Other(place));
        }
        Ok(keys)
    }

    /// Brings the key along to a database that will get this one's rows: into its file, if it has one. Returns what is
    /// to be written into the database otherwise.
    pub(crate) fn hand_on(&self, to: &Location) -> Result<Option<[u8; 32]>, KeyError> {
        let secret = self.0.to_bytes();
        let Some(path) = key_file(to) else {
            return Ok(Some(secret));
        };
        match read_key(&path)? {
            Some(key) if key == self.0 => Ok(None),
            Some(_) => Err(KeyError::Other(at(&path))),
            None => write_key(&path, secret, None).map(|()| None),
        }
    }

    /// Notes in the database which key is its own; from then on it holds no secret.
    async fn note_public(&self, database: &Database) -> Result<(), KeyError> {
        let public = self.public();
        let write = database.writer.run::<_, WriteError, _>(move |connection| {
            Box::pin(async move {
                sql!(keys / set_public_key)
                    .bind(public)
                    .execute(connection)
                    .await?;
                Ok(())
            })
        });
        Ok(write.await?)
    }

    /// The public key, in hexadecimal.
    pub fn public(&self) -> String {
        hex::encode(self.0.verifying_key().as_bytes())
    }

    /// Decrypts confirmation numbers and kiosk visits encrypted to this server; its secret is derived from the
    /// signing key.
    pub fn opener(&self) -> BoxSecretKey {
        let secret =
            Sha256::new_with_prefix(b"michishirube confirmations").chain_update(self.0.to_bytes());
        BoxSecretKey::from_bytes(secret.finalize().into())
    }

    /// Signs a text that names its own purpose. Returns the signature in hexadecimal.
    pub fn sign_text(&self, text: &str) -> String {
        hex::encode(self.0.sign(text.as_bytes()).to_bytes())
    }

    /// Whether this server signed a text; the signature is hexadecimal.
    pub fn verify_text(&self, text: &str, signature: &str) -> bool {
        let mut bytes = [0; 64];
        let is_hex = hex::decode_to_slice(signature, &mut bytes).is_ok();
        let key = self.0.verifying_key();
        is_hex && key.verify_strict(text.as_bytes(), &bytes.into()).is_ok()
    }

    /// The mark that a browser which signed in as a person keeps beside its own random `nonce`.
    pub(crate) fn browser_mark(&self, nonce: &str, login: &str) -> String {
        let text = format!("michishirube browser {nonce} {}", login.to_lowercase());
        let key = Sha256::new_with_prefix(b"michishirube browsers").chain_update(self.0.to_bytes());
        // HMAC accepts a key of any length.
        let mac = Hmac::<Sha256>::new_from_slice(&key.finalize());
        let mac = mac.map(|it| it.chain_update(text).finalize().into_bytes());
        mac.map_or_else(|_| String::new(), |it| hex::encode(&it[..16]))
    }

    /// Signs for a sheet: `number` is the place of its 提出 in the log, `content` what
    /// [`content_hash`](domain::receipt::content_hash) says of it.
    pub fn sign(
        &self,
        number: i64,
        sheet: SheetId,
        taken_at: Timestamp,
        content: String,
    ) -> Receipt {
        let mut receipt = Receipt {
            number,
            sheet,
            taken_at,
            content,
            key: self.public(),
            signature: String::new(),
        };
        let signature = self.0.sign(receipt.signed_message().as_bytes());
        receipt.signature = hex::encode(signature.to_bytes());
        receipt
    }
}
