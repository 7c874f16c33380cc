//! How well a name fits what a user typed.

/// The better, the smaller; `None` where the letters of `query` do not come in `name` in their order.
pub(crate) fn rank(query: &str, name: &str) -> Option<u32> {
    let (query, lower) = (query.to_lowercase(), name.to_lowercase());
    if lower == query {
        return Some(0);
    }
    if lower.starts_with(&query) {
        return Some(1);
    }
    if lower.contains(&query) {
        return Some(2);
    }
    let mut letters = lower.chars();
    let in_order = query.chars().filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|letter| letter == wanted));
    in_order.then_some(if initials(name).starts_with(&query) { 3 } else { 4 })
}

/// The first letters of the words of `LoyaltyAccountRepository`.
fn initials(name: &str) -> String {
    name.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn whole_names_come_before_parts_and_parts_before_scattered_letters() {
        let mut names = ["RegularEntry", "ReservationEvents", "SeatReservation", "Reserve", "Reservation", "Seat"];
        let ranked = |query: &str, name: &str| rank(query, name).unwrap_or(u32::MAX);
        names.sort_by_key(|name| ranked("reservation", name));
        assert_eq!(&names[..3], ["Reservation", "ReservationEvents", "SeatReservation"]);
        assert_eq!(rank("reservation", "Seat"), None);
        assert_eq!(rank("re", "RegularEntry"), Some(1));
        assert!(rank("re", "RegularEntry") < rank("rey", "RegularEntry"));
        assert!(rank("sr", "SeatReservation") < rank("sn", "SeatReservation"));
        assert_eq!(rank("", "Seat"), Some(1));
        assert_eq!(rank("post /seats", "POST /api/v1/seats"), Some(4));
    }
}
