//! Where one is in a document behind a damaged place: which of what was open before it is still open, from how the brackets close.

use std::collections::BTreeSet;

use super::tokens::{Bracket, Sign, tokens};
use crate::backup::json::MAX_NESTING;

/// One of the values that a part of a document begins in, the innermost first.
#[derive(Debug, Default)]
pub(super) struct Level {
    /// How it closes; `None` if it does not in this part.
    pub(super) closes: Option<Bracket>,
    /// The names of its members in this part.
    pub(super) names: BTreeSet<Vec<u8>>,
    /// How far into the part it reaches, in bytes.
    pub(super) reach: usize,
}

/// Everything a part begins in, from `at`. `None` if that nests too deeply.
pub(super) fn levels(part: &[u8], at: usize) -> Option<Vec<Level>> {
    let mut levels = vec![Level::default()];
    let mut depth = 0_usize;
    let mut text = None;
    for token in tokens(part, at) {
        let Some(level) = levels.last_mut() else { break };
        level.reach = token.end;
        match token.sign {
            Sign::Open(_) => depth += 1,
            Sign::Close(shape) if depth == 0 => {
                level.closes = Some(shape);
                if levels.len() > MAX_NESTING {
                    return None;
                }
                levels.push(Level::default());
            }
            Sign::Close(_) => depth -= 1,
            Sign::Colon if depth == 0 => {
                if let Some(name) = text.and_then(|range: (usize, usize)| part.get(range.0..range.1)) {
                    level.names.insert(name.to_vec());
                }
            }
            Sign::Colon | Sign::Comma | Sign::Text | Sign::TextWithoutEnd | Sign::Word => {}
        }
        text = (token.sign == Sign::Text).then_some((token.begin + 1, token.end - 1));
    }
    Some(levels)
}

/// What happened in a damaged place: how many values were closed in it, and how many opened that are open still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) closed: usize,
    pub(super) opened: usize,
}

/// The least that can have happened between `open`, the outermost first, and a part that begins in `levels`. `is_last`: the document ends with it.
pub(super) fn passage(open: &[Bracket], levels: &[Level], is_last: bool) -> Option<Passage> {
    let closes = levels.len().saturating_sub(1);
    let most = open.len() + closes + 1;
    let all = (0..=most).flat_map(|sum| (0..=sum).map(move |opened| Passage { closed: sum - opened, opened }));
    all.filter(|passage| passage.closed <= open.len() && passage.opened <= closes + 1).find(|passage| {
        let kept = open.len() - passage.closed;
        let depth = kept + passage.opened;
        // The outermost value closes at the end, and nowhere else.
        let ends = if is_last { depth == closes } else { depth > closes };
        let outer = open.get(..kept).unwrap_or_default().iter().rev();
        ends && levels.iter().skip(passage.opened).zip(outer).all(|(level, shape)| fits(level, *shape))
    })
}

fn fits(level: &Level, shape: Bracket) -> bool {
    level.closes.is_none_or(|closes| closes == shape) && (shape == Bracket::Object || level.names.is_empty())
}
