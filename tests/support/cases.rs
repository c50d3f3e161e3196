//! How many cases a property is tried on that names a number: all of them, and in the quick ring (`cargo xtask quick`) an eighth.

/// `full`, or what of it belongs to the quick ring.
pub(crate) fn cases(full: u32) -> u32 {
    if std::env::var_os("LIFEBOAT_QUICK").is_some() { full.div_ceil(8) } else { full }
}
