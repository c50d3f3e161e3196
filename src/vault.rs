//! The wallet at rest: two sealed copies and what to believe when they disagree.
