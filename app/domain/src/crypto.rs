//! What is encrypted, and to whom: to the server's public key, or with a passphrase.

pub mod confirmation;
pub mod sealed_box;
pub mod transfer_file;
