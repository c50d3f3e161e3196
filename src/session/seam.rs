//! How things cross between the engine and the page.

#[cfg(test)]
mod limits;
#[cfg(test)]
mod typescript;
