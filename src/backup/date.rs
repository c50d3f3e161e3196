//! Dates out of milliseconds: for file names and for the month in a placeholder. The calendar, in UTC; the time is the
//! caller's.

/// Year, month and day of a moment, in UTC (Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`).
pub(super) fn civil(ms_since_1970: u64) -> (u64, u64, u64) {
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

#[cfg(test)]
mod tests {
    use super::civil;

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
}
