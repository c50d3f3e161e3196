//! Sets of credential numbers, and how they are said: `0–24, 30`.
//! This module knows numbers of one byte; it refuses to know what is true of them.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

/// Credential numbers. Shown as ranges, which need no words.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Numbers(BTreeSet<u8>);

impl Numbers {
    /// Everything the chain can hold.
    #[must_use]
    pub fn all() -> Self {
        (0..=u8::MAX).collect()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is among them.
    #[must_use]
    pub fn contains(&self, number: u8) -> bool {
        self.0.contains(&number)
    }

    /// From the lowest to the highest.
    pub fn iter(&self) -> impl Iterator<Item = u8> {
        self.0.iter().copied()
    }

    /// The same as ranges, the fewest there can be.
    #[must_use]
    pub fn ranges(&self) -> Vec<RangeInclusive<u8>> {
        let mut ranges: Vec<RangeInclusive<u8>> = Vec::new();
        for number in self.iter() {
            match ranges.last_mut() {
                Some(last) if last.end().checked_add(1) == Some(number) => *last = *last.start()..=number,
                Some(_) | None => ranges.push(number..=number),
            }
        }
        ranges
    }
}

impl FromIterator<u8> for Numbers {
    fn from_iter<I: IntoIterator<Item = u8>>(numbers: I) -> Self {
        Self(numbers.into_iter().collect())
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, range) in self.ranges().iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            if range.start() == range.end() {
                write!(f, "{separator}{}", range.start())?;
            } else {
                write!(f, "{separator}{}–{}", range.start(), range.end())?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Numbers({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_said_as_one_range() {
        let said = |numbers: &[u8]| numbers.iter().copied().collect::<Numbers>().to_string();
        assert_eq!(said(&[]), "");
        assert_eq!(said(&[7]), "7");
        assert_eq!(said(&[5, 0, 1, 2, 254, 255]), "0–2, 5, 254–255");
        assert_eq!(Numbers::all().to_string(), "0–255");
    }
}
