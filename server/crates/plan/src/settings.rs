//! The two arguments that every run has: when Tasks start, and how good the code has to be.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How good the code has to be; a higher level asks for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// A quick prototype.
    Draft,
    /// The normal level.
    #[default]
    Production,
    /// The highest level.
    Bulletproof,
}

/// When Tasks start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// As soon as Wave 0 has ended.
    Parallel,
    /// One at a time.
    Sequential,
    /// As soon as what they need is integrated.
    #[default]
    Adaptive,
}

/// A word that names no mode or no quality level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} `{word}`; it is one of {expected}")]
pub struct UnknownSetting {
    kind: &'static str,
    word: String,
    expected: String,
}

impl Quality {
    /// All levels, the lowest first.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Production, Self::Bulletproof];

    /// The level's name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Production => "production",
            Self::Bulletproof => "bulletproof",
        }
    }
}

impl Mode {
    /// All modes, the default first.
    pub const ALL: [Self; 3] = [Self::Adaptive, Self::Parallel, Self::Sequential];

    /// The mode's name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parallel => "parallel",
            Self::Sequential => "sequential",
            Self::Adaptive => "adaptive",
        }
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Quality {
    type Err = UnknownSetting;

    fn from_str(word: &str) -> Result<Self, UnknownSetting> {
        let expected = || Self::ALL.map(Self::name).join(", ");
        let found = Self::ALL.into_iter().find(|level| level.name() == word);
        found.ok_or_else(|| UnknownSetting { kind: "quality level", word: word.to_owned(), expected: expected() })
    }
}

impl FromStr for Mode {
    type Err = UnknownSetting;

    fn from_str(word: &str) -> Result<Self, UnknownSetting> {
        let expected = || Self::ALL.map(Self::name).join(", ");
        let found = Self::ALL.into_iter().find(|mode| mode.name() == word);
        found.ok_or_else(|| UnknownSetting { kind: "mode", word: word.to_owned(), expected: expected() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Quality};

    #[test]
    fn every_name_reads_back_and_others_are_refused_with_the_choice() {
        for mode in Mode::ALL {
            assert_eq!(mode.name().parse(), Ok(mode));
        }
        for quality in Quality::ALL {
            assert_eq!(quality.name().parse(), Ok(quality));
        }
        let error = "fast".parse::<Mode>().unwrap_err();
        assert_eq!(error.to_string(), "unknown mode `fast`; it is one of adaptive, parallel, sequential");
    }
}
