//! Use cases over the ports: what the page may ask (`intent`) and what it gets to see (`view`).

pub mod intent;
#[cfg(test)]
mod typescript;
pub mod view;
