//! What parsed JSON needs beside a parser: half characters, and keys that are wiped.

pub(super) mod surrogates;
pub(super) mod wiped;
