//! Versions of the app: three numbers.

use std::fmt;
use std::str::FromStr;

/// Longest version text worth reading.
const MAX_VERSION: usize = 24;

/// Three numbers, compared one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppVersion {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
    /// Third number.
    pub patch: u16,
}

impl AppVersion {
    /// The oldest version with the commands used here; the Desktop Wallet asks for the same.
    pub const OLDEST: Self = Self::new(3, 0, 0);

    /// From its numbers.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }
}

impl fmt::Display for AppVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The text is not three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a version")]
pub struct NotAVersion;

impl FromStr for AppVersion {
    type Err = NotAVersion;

    /// Reads `5.1.3`; what follows a hyphen is a name for the build and is passed over.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        if text.len() > MAX_VERSION {
            return Err(NotAVersion);
        }
        let numbers = text.split('-').next().unwrap_or_default();
        let mut parts = numbers.split('.').map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| digits).ok_or(NotAVersion)
        });
        let mut number = || parts.next().ok_or(NotAVersion)?;
        let version = Self::new(number()?, number()?, number()?);
        if parts.next().is_some() { Err(NotAVersion) } else { Ok(version) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_three_numbers() {
        assert_eq!("5.4.0".parse(), Ok(AppVersion::new(5, 4, 0)));
        assert_eq!("5.7.0-rc1".parse(), Ok(AppVersion::new(5, 7, 0)));
        assert!(AppVersion::new(5, 10, 0) > AppVersion::new(5, 9, 9));
        for wrong in ["", "5", "5.4", "5.4.0.1", "5.+4.0", "5.4.70000", "v5.4.0", "-5.4.0"] {
            assert_eq!(wrong.parse::<AppVersion>(), Err(NotAVersion), "{wrong}");
        }
    }
}
