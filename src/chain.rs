//! What the chain derives from a key: credential ids and addresses.
