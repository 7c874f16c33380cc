//! Types that no specification needs to declare.

/// Types that the built-in agent brings along.
pub(super) const BROUGHT_ALONG: &[&str] = &["Money", "Decimal", "PhoneNumber", "Email"];
