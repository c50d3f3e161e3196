//! Days and months out of milliseconds: for file names, and for what is valid until the end of a month. The calendar, in UTC, which is the
//! chain's time; the time is the caller's.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// Year, month and day of a moment, in UTC (Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
pub(crate) fn civil(ms_since_1970: u64) -> (u64, u64, u64) {
    // Eras of 400 years, years that begin in March: the leap day is the last of its year.
    let days = ms_since_1970 / 86_400_000 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// A month of a year, counted from January of the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth(u64);

impl YearMonth {
    /// The month in which a moment lies, in UTC. `ms_since_1970`: milliseconds.
    #[must_use]
    pub fn of(ms_since_1970: u64) -> Self {
        let (year, month, _) = civil(ms_since_1970);
        Self(year * 12 + month - 1)
    }

    /// Of a year and a month, as the chain counts them. `None` unless the year has four digits and the month is 1 to 12.
    #[must_use]
    pub fn new(year: u16, month: u8) -> Option<Self> {
        let stands = (1000..=9999).contains(&year) && (1..=12).contains(&month);
        stands.then(|| Self(u64::from(year) * 12 + u64::from(month) - 1))
    }

    /// How many months later that one is; 0 where it is earlier.
    #[must_use]
    pub const fn until(self, later: Self) -> u64 {
        later.0.saturating_sub(self.0)
    }
}

/// Why a text is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month as YYYYMM")]
pub struct ParseMonthError;

impl FromStr for YearMonth {
    type Err = ParseMonthError;

    /// Reads `YYYYMM`, as identity objects and credentials write it.
    fn from_str(text: &str) -> Result<Self, ParseMonthError> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u64 = text.parse().map_err(|_| ParseMonthError)?;
        let (year, month) = (number / 100, number % 100);
        if digits && (1..=12).contains(&month) { Ok(Self(year * 12 + month - 1)) } else { Err(ParseMonthError) }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.0 / 12, self.0 % 12 + 1)
    }
}

/// Whether what is valid until the end of a month still is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// Nothing says until when.
    Unknown,
    /// It is, for a while.
    Lasting,
    /// It is, and not for long: this month or the next two are its last.
    Ending,
    /// It is not any more.
    Over,
}

impl Validity {
    /// As many months before the last one its end is told.
    const TOLD_BEFORE: u64 = 2;

    /// Of what is valid until the end of `last` (concordium-base, `YearMonth::upper`: the first moment of the month after it, in UTC).
    #[must_use]
    pub fn of(last: Option<YearMonth>, today: YearMonth) -> Self {
        match last {
            None => Self::Unknown,
            Some(last) if last < today => Self::Over,
            Some(last) if today.until(last) <= Self::TOLD_BEFORE => Self::Ending,
            Some(_) => Self::Lasting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(951_782_400_000), (2000, 2, 29));
        assert_eq!(civil(951_868_799_999), (2000, 2, 29));
        assert_eq!(civil(951_868_800_000), (2000, 3, 1));
        assert_eq!(civil(1_795_418_280_000), (2026, 11, 23));
        assert_eq!(civil(4_107_542_399_999), (2100, 2, 28));
        let _ = civil(u64::MAX);
    }

    #[test]
    fn months_are_read_as_they_are_written() {
        for text in ["202611", "202701", "000001", "999912"] {
            assert_eq!(text.parse::<YearMonth>().unwrap().to_string(), text);
        }
        for text in ["", "2026", "202600", "202613", "20261", "2026110", "+20261", "２０２６", "abcdef"] {
            assert_eq!(text.parse::<YearMonth>(), Err(ParseMonthError), "{text}");
        }
        assert_eq!(YearMonth::of(1_795_418_280_000).to_string(), "202611");
    }

    #[test]
    fn what_is_valid_until_a_month_is_valid_until_its_last_moment_in_utc() {
        // 2026-11-30T23:59:59.999Z, and the moment after.
        let (last_moment, next) = (1_796_083_199_999, 1_796_083_200_000);
        let of = |last: &str, now| Validity::of(Some(last.parse().unwrap()), YearMonth::of(now));
        assert_eq!(of("202611", last_moment), Validity::Ending);
        assert_eq!(of("202611", next), Validity::Over);
        assert_eq!(of("202701", last_moment), Validity::Ending, "two months before its last");
        assert_eq!(of("202702", last_moment), Validity::Lasting);
        assert_eq!(of("202702", next), Validity::Ending);
        assert_eq!(of("202511", last_moment), Validity::Over);
        assert_eq!(Validity::of(None, YearMonth::of(next)), Validity::Unknown);
    }
}
