//! Finding accounts with a Ledger: a state machine without IO.
