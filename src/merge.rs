//! Bringing records together: a plan the person can read, then one step that does it.
