//! The dialogue with the Ledger: packets, APDUs, commands per app version, and what the person must do.
