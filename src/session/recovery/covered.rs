//! What a search has looked at in one place, as lines: found, nothing there, not checked, not on the list, not searched. These are five
//! different things, and none of them ever stands for another.

use serde::Serialize;

use crate::model::KeyVersion;
use crate::recovery::{Numbers, Place, VersionCoverage};
use crate::session::seam::saturated;

/// What was and what was not searched with one kind of keys, or with both where that is the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CoverageView {
    /// Which keys.
    pub keys: CoveredKeys,
    /// The numbers that were part of the search; empty when none was.
    pub searched: Vec<RangeView>,
    /// Of them: the node knows.
    pub found: u32,
    /// Of them: the node said that there is nothing.
    pub absent: u32,
    /// Of them: could not be asked about.
    pub not_checked: u32,
    /// Of them: not on the list of accounts, and not asked about.
    pub unlisted: u32,
    /// Numbers beyond the search that are not on the list of accounts either.
    pub beyond: Vec<RangeView>,
    /// Numbers that nobody compared with anything.
    pub not_searched: Vec<RangeView>,
}

/// Which keys a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum CoveredKeys {
    /// There is one kind only.
    Only,
    /// Those of today.
    Newer,
    /// Those of old identities.
    Older,
    /// Either kind, with the same result.
    Both,
}

/// Numbers without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RangeView {
    /// The lowest.
    pub first: u32,
    /// The highest.
    pub last: u32,
}

/// The lines of a place; none of what the search knows nothing of.
pub(super) fn lines(place: Place, versions: &[VersionCoverage]) -> Vec<CoverageView> {
    let mut lines: Vec<CoverageView> = versions.iter().map(|version| line(place, version)).filter(is_known).collect();
    if let [first, second] = lines.as_mut_slice()
        && *first == (CoverageView { keys: first.keys, ..second.clone() })
    {
        first.keys = CoveredKeys::Both;
        lines.truncate(1);
    }
    lines
}

/// The number at which a deeper look would go on: behind the lowest of what was searched.
pub(super) fn goes_on_at<'a>(lines: impl Iterator<Item = &'a CoverageView>) -> Option<u32> {
    lines.filter_map(|line| line.searched.last()).map(|range| range.last.saturating_add(1)).min()
}

/// Numbers in ascending order as ranges, the fewest there can be.
pub(super) fn ranges(numbers: impl Iterator<Item = u32>) -> Vec<RangeView> {
    let mut ranges: Vec<RangeView> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some(range) if range.last.checked_add(1) == Some(number) => range.last = number,
            Some(_) | None => ranges.push(RangeView { first: number, last: number }),
        }
    }
    ranges
}

fn line(place: Place, version: &VersionCoverage) -> CoverageView {
    let (in_search, beyond): (Vec<u8>, Vec<u8>) =
        version.unlisted.iter().partition(|number| u16::from(*number) < version.end);
    let known = [version.found, version.absent, version.not_checked, version.under_way];
    let searched: Numbers = known.into_iter().flat_map(Numbers::iter).chain(in_search.iter().copied()).collect();
    CoverageView {
        keys: match (place.index(), version.version) {
            (None, _) => CoveredKeys::Only,
            (Some(_), Some(KeyVersion::V0)) => CoveredKeys::Older,
            (Some(_), Some(KeyVersion::V1) | None) => CoveredKeys::Newer,
        },
        searched: ranges(searched.iter().map(u32::from)),
        found: saturated(version.found.len()),
        absent: saturated(version.absent.len()),
        not_checked: saturated(version.not_checked.len()),
        unlisted: saturated(in_search.len()),
        beyond: ranges(beyond.into_iter().map(u32::from)),
        not_searched: ranges(version.not_searched.iter().map(u32::from)),
    }
}

fn is_known(line: &CoverageView) -> bool {
    !line.searched.is_empty() || !line.beyond.is_empty() || !line.not_searched.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IdCredPub, IdentityIndex, LedgerPath, PairingKey};

    const LEDGER: Place =
        Place::Ledger { device: PairingKey::new([1; 32]), path: LedgerPath::Legacy, index: IdentityIndex::FIRST };

    fn version(of: KeyVersion, found: &[u8], absent: std::ops::Range<u8>) -> VersionCoverage {
        let numbers = |numbers: &mut dyn Iterator<Item = u8>| numbers.collect::<Numbers>();
        let absent = numbers(&mut absent.filter(|number| !found.contains(number)));
        let found = numbers(&mut found.iter().copied());
        let searched: Numbers = found.iter().chain(absent.iter()).collect();
        VersionCoverage {
            version: Some(of),
            found,
            absent,
            not_checked: Numbers::default(),
            unlisted: Numbers::default(),
            under_way: Numbers::default(),
            not_searched: searched.others(),
            end: 25,
        }
    }

    const fn range(first: u32, last: u32) -> RangeView {
        RangeView { first, last }
    }

    #[test]
    fn keys_that_say_the_same_are_one_line() {
        let both = [version(KeyVersion::V1, &[], 0..25), version(KeyVersion::V0, &[], 0..25)];
        let lines = lines(LEDGER, &both);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!((line.keys, line.absent, line.found), (CoveredKeys::Both, 25, 0));
        assert_eq!(
            (line.searched.as_slice(), line.not_searched.as_slice()),
            ([range(0, 24)].as_slice(), [range(25, 255)].as_slice())
        );
        assert_eq!(goes_on_at([line].into_iter()), Some(25));
    }

    #[test]
    fn keys_that_differ_are_two_lines_and_a_phone_has_one() {
        let two = [version(KeyVersion::V1, &[3], 0..25), version(KeyVersion::V0, &[], 0..25)];
        let kinds: Vec<_> = lines(LEDGER, &two).iter().map(|line| (line.keys, line.found, line.absent)).collect();
        assert_eq!(kinds, [(CoveredKeys::Newer, 1, 24), (CoveredKeys::Older, 0, 25)]);
        let phone = Place::Phone(IdCredPub::new([2; 48]));
        let one = lines(phone, &[version(KeyVersion::V1, &[], 0..25)]);
        assert_eq!(one.iter().map(|line| line.keys).collect::<Vec<_>>(), [CoveredKeys::Only]);
        assert_eq!(lines(LEDGER, &[]), []);
    }

    #[test]
    fn what_the_list_does_not_name_is_neither_absent_nor_unsearched() {
        let mut listed = version(KeyVersion::V1, &[1], 0..0);
        listed.unlisted = (0..=255).filter(|number| *number != 1).collect();
        listed.not_searched = Numbers::default();
        let line = &lines(LEDGER, &[listed])[0];
        assert_eq!((line.found, line.absent, line.unlisted), (1, 0, 24));
        assert_eq!((&line.searched, &line.beyond), (&vec![range(0, 24)], &vec![range(25, 255)]));
        assert_eq!(line.not_searched, []);
    }

    #[test]
    fn a_gap_is_no_part_of_a_range() {
        assert_eq!(ranges([1, 4, 5, 6, 9].into_iter()), [range(1, 1), range(4, 6), range(9, 9)]);
        assert_eq!(ranges(std::iter::empty()), []);
    }
}
