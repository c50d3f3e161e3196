//! Backup files: how they are locked (envelope) and what is inside (document).
