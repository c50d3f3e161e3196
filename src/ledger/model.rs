//! The models of the Ledger, as far as a person has to do something else with them.

use serde::Serialize;

/// A model. Its name is what is printed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum LedgerModel {
    /// The first one, with two lines on its screen. Its last Concordium app is 4.1.2.
    #[serde(rename = "Nano S")]
    NanoS,
    /// Two buttons, Bluetooth.
    #[serde(rename = "Nano X")]
    NanoX,
    /// Two buttons.
    #[serde(rename = "Nano S Plus")]
    NanoSPlus,
    /// A large touch screen.
    #[serde(rename = "Stax")]
    Stax,
    /// A touch screen.
    #[serde(rename = "Flex")]
    Flex,
    /// A small touch screen. No Concordium app was seen on one.
    #[serde(rename = "Nano Gen5")]
    NanoGen5,
}

/// How a model is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// With two buttons.
    Buttons,
    /// With a finger on its screen.
    Touch,
}

impl LedgerModel {
    const ALL: [Self; 6] = [Self::NanoS, Self::NanoX, Self::NanoSPlus, Self::Stax, Self::Flex, Self::NanoGen5];

    /// The model of which that is the name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }

    /// From the product id of the USB device. The low byte says which interfaces are on and can change when an app opens.
    #[must_use]
    pub const fn of_product(product_id: u16) -> Option<Self> {
        match product_id >> 8 {
            0x10 => Some(Self::NanoS),
            0x40 => Some(Self::NanoX),
            0x50 => Some(Self::NanoSPlus),
            0x60 => Some(Self::Stax),
            0x70 => Some(Self::Flex),
            0x80 => Some(Self::NanoGen5),
            _ => None,
        }
    }

    /// What is printed on it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NanoS => "Nano S",
            Self::NanoX => "Nano X",
            Self::NanoSPlus => "Nano S Plus",
            Self::Stax => "Stax",
            Self::Flex => "Flex",
            Self::NanoGen5 => "Nano Gen5",
        }
    }
}

impl Body {
    /// Of a model. One that is not known is taken to have buttons: most have.
    #[must_use]
    pub const fn of(model: Option<LedgerModel>) -> Self {
        match model {
            Some(LedgerModel::Stax | LedgerModel::Flex | LedgerModel::NanoGen5) => Self::Touch,
            Some(LedgerModel::NanoS | LedgerModel::NanoX | LedgerModel::NanoSPlus) | None => Self::Buttons,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_told_by_the_high_byte() {
        assert_eq!(LedgerModel::of_product(0x5011), Some(LedgerModel::NanoSPlus));
        assert_eq!(LedgerModel::of_product(0x5000), Some(LedgerModel::NanoSPlus));
        assert_eq!(LedgerModel::of_product(0x4015), Some(LedgerModel::NanoX));
        assert_eq!(LedgerModel::of_product(0x0001), None);
    }
}
