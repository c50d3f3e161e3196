//! The models of the device, as far as they differ here: what a hand can do, and which versions of the app there are for them.

use std::fmt;
use std::str::FromStr;

use crate::version::Version;

/// A model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// The first one; it stayed on 4.1.2.
    NanoS,
    /// Two buttons, Bluetooth.
    NanoX,
    /// Two buttons.
    NanoSPlus,
    /// A large touch screen.
    Stax,
    /// A touch screen.
    Flex,
}

/// How a hand works it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// With two buttons.
    Buttons,
    /// With a finger.
    Touch,
}

impl Model {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::NanoS, Self::NanoX, Self::NanoSPlus, Self::Stax, Self::Flex];

    /// How a hand works it.
    #[must_use]
    pub const fn body(self) -> Body {
        match self {
            Self::NanoS | Self::NanoX | Self::NanoSPlus => Body::Buttons,
            Self::Stax | Self::Flex => Body::Touch,
        }
    }

    /// Its USB product id, with the interfaces of the dashboard.
    #[must_use]
    pub const fn product_id(self) -> u16 {
        match self {
            Self::NanoS => 0x1011,
            Self::NanoX => 0x4011,
            Self::NanoSPlus => 0x5011,
            Self::Stax => 0x6011,
            Self::Flex => 0x7011,
        }
    }

    /// The model of a product id; its low byte says which interfaces are on.
    #[must_use]
    pub fn of_product_id(product_id: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.product_id() >> 8 == product_id >> 8)
    }

    /// Whether this version was ever made for it: the original Nano S stayed on the old app, and touch screens came with the
    /// rewrite.
    #[must_use]
    pub fn runs(self, version: Version) -> bool {
        match self {
            Self::NanoS => version.number() < [5, 0, 0],
            Self::NanoX | Self::NanoSPlus => true,
            Self::Stax | Self::Flex => version.number() >= [5, 0, 0],
        }
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NanoS => "Nano S",
            Self::NanoX => "Nano X",
            Self::NanoSPlus => "Nano S Plus",
            Self::Stax => "Stax",
            Self::Flex => "Flex",
        })
    }
}

/// There is no such model in the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownModel;

impl fmt::Display for UnknownModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the models are nano-s, nano-x, nano-s-plus, stax and flex")
    }
}

impl std::error::Error for UnknownModel {}

impl FromStr for Model {
    type Err = UnknownModel;

    fn from_str(text: &str) -> Result<Self, UnknownModel> {
        let name = |model: &Self| model.to_string().to_lowercase().replace(' ', "-");
        Self::ALL.into_iter().find(|model| name(model) == text).ok_or(UnknownModel)
    }
}
