//! Where tests find data: the project's own vectors, and any further folder laid out like them.

use std::path::PathBuf;

/// A folder of further test data, if there is one: `$LIFEBOAT_EXTRA_DATA/<sub>`, by default `../shared/data/<sub>`.
/// Says so when there is nothing to read.
#[expect(clippy::print_stdout, reason = "a test that had nothing to read says so")]
pub(crate) fn extra_data(sub: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LIFEBOAT_EXTRA_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = root.join(sub);
    if path.exists() {
        return Some(path);
    }
    println!("nothing to read: {} does not exist", path.display());
    None
}
