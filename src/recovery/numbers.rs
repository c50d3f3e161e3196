//! Sets of credential numbers, and how they are said: `0–24, 30`.

use std::fmt;
use std::ops::RangeInclusive;

/// Credential numbers. Shown as ranges, which need no words.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbers {
    /// One bit for each number below 128.
    low: u128,
    /// One bit for each of the others.
    high: u128,
}

impl Numbers {
    /// How many.
    #[must_use]
    pub const fn len(self) -> usize {
        // At most 256.
        (self.low.count_ones() + self.high.count_ones()) as usize
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.low == 0 && self.high == 0
    }

    /// Whether this one is among them.
    #[must_use]
    pub const fn contains(self, number: u8) -> bool {
        let half = if number < 128 { self.low } else { self.high };
        half >> (number % 128) & 1 == 1
    }

    /// From the lowest to the highest.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(move |number| self.contains(*number))
    }

    /// All the others.
    #[must_use]
    pub const fn others(self) -> Self {
        Self { low: !self.low, high: !self.high }
    }

    /// The same as ranges, the fewest there can be.
    #[must_use]
    pub fn ranges(self) -> Vec<RangeInclusive<u8>> {
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
        numbers.into_iter().fold(Self::default(), |mut all, number| {
            let half = if number < 128 { &mut all.low } else { &mut all.high };
            *half |= 1 << (number % 128);
            all
        })
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
        let all: Numbers = (0..=u8::MAX).collect();
        assert_eq!((all.to_string().as_str(), all.len(), all.others().is_empty()), ("0–255", 256, true));
    }
}
