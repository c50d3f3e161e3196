//! The wallet as versioned bytes: what backups and the vault both hold.
