//! Lists in SQL that stay readable.

/// Lines of a list are about this long.
const WIDTH: usize = 100;

/// The items of a list, over several lines where one would be too long to read.
pub(crate) fn wrapped(items: &[String]) -> String {
    let mut list = String::new();
    let mut width = 0;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            list.push(',');
            let is_full = width + item.len() > WIDTH;
            list.push_str(if is_full { "\n    " } else { " " });
            width = if is_full { 0 } else { width };
        }
        list.push_str(item);
        width += item.len() + 2;
    }
    list
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_lists_go_over_several_lines() {
        let items = |count: usize| (0..count).map(|at| format!("column_{at}")).collect::<Vec<_>>();
        assert_eq!(wrapped(&items(2)), "column_0, column_1");
        let long = wrapped(&items(40));
        assert!(long.lines().count() > 3 && long.lines().all(|line| line.len() < 120), "{long}");
        assert_eq!(long.replace("\n   ", ""), items(40).join(", "));
    }
}
