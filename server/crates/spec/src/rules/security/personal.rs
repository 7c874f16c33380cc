//! Names of fields that hold personal data.

/// Words that make a field's name one of personal data, as `snake_case` has them.
const PERSONAL: &[&str] = &[
    "email",
    "email_address",
    "phone",
    "phone_number",
    "mobile",
    "mobile_number",
    "ssn",
    "social_security_number",
    "national_id",
    "passport_number",
    "tax_id",
    "date_of_birth",
    "birth_date",
    "birthdate",
    "dob",
    "home_address",
    "street_address",
    "postal_address",
    "first_name",
    "last_name",
    "full_name",
    "ip_address",
    "iban",
    "card_number",
];

/// Whether a field of that name holds personal data: `Email`, `customerPhone`, `date_of_birth`.
pub(super) fn is_personal(name: &str) -> bool {
    let snake = snake_case(name);
    PERSONAL.iter().any(|known| {
        snake == *known || snake.strip_suffix(known).is_some_and(|before| before.ends_with('_') && !before.contains("hash"))
    })
}

/// `PhoneNumber` and `phoneNumber` as `phone_number`.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut before_is_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && before_is_lower {
            snake.push('_');
        }
        before_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        snake.push(if c == '-' { '_' } else { c.to_ascii_lowercase() });
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::is_personal;

    #[test]
    fn names_are_known_in_every_style() {
        for name in ["Email", "customerPhone", "date_of_birth", "SSN", "PhoneNumber"] {
            assert!(is_personal(name), "{name}");
        }
        for name in ["EmailTemplate", "phone_hash", "hash_email", "Microphone", "MailCount"] {
            assert!(!is_personal(name), "{name}");
        }
    }
}
