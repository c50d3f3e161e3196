//! How things cross between the engine and the page.

#[cfg(test)]
mod typescript;
