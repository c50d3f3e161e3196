//! Who is behind an intent.

/// Who is behind an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody clicked, typed or chose something just now: auto-lock starts anew.
    Person,
    /// The page or the browser sends it by itself: it says nothing about anybody being here.
    Machine,
}
