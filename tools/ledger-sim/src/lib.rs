//! The Concordium Ledger app at APDU level.
