//! Where a Go text can be cut so that each piece is read for itself.

use specwave_source::Span;

/// The pieces of a Go text that can be read each for itself, with [`read_piece`], and then joined: its top-level declarations
/// with the comments above them. `None` where one does not close what it opens, so that the cut may go through it.
///
/// [`read_piece`]: super::read_piece
#[must_use]
pub fn pieces(source: &str) -> Option<Vec<Span>> {
    let pieces = cut(source);
    pieces.iter().all(|piece| is_whole(&source[piece.start..piece.end])).then_some(pieces)
}

/// Cuts a text in front of each top-level declaration, with the comments above it.
pub(super) fn cut(source: &str) -> Vec<Span> {
    let mut cuts = vec![0];
    let mut comment_start = None;
    let mut offset = 0;
    let indent = source.lines().filter(|line| starts_declaration(line.trim_start())).map(indentation).min().unwrap_or(0);
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if indentation(line) == indent && starts_declaration(trimmed) {
            cuts.push(comment_start.take().unwrap_or(offset));
        } else if indentation(line) == indent && trimmed.starts_with("//") {
            comment_start.get_or_insert(offset);
        } else {
            comment_start = None;
        }
        offset += line.len();
    }
    cuts.push(source.len());
    cuts.windows(2).map(|pair| Span::new(pair[0], pair[1])).filter(|piece| piece.start < piece.end).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn starts_declaration(line: &str) -> bool {
    ["type ", "func ", "const ", "var ", "package ", "import "].iter().any(|keyword| line.starts_with(keyword))
}

/// Whether a piece closes what it opens. Counts signs wherever they stand: a brace in a string makes a whole piece look broken,
/// which costs time only.
fn is_whole(piece: &str) -> bool {
    let (mut depth, mut quotes, mut comments) = ([0_i32; 3], 0, 0);
    let mut before = 0;
    for byte in piece.bytes() {
        match byte {
            b'{' => depth[0] += 1,
            b'}' => depth[0] -= 1,
            b'(' => depth[1] += 1,
            b')' => depth[1] -= 1,
            b'[' => depth[2] += 1,
            b']' => depth[2] -= 1,
            b'`' => quotes += 1,
            b'*' if before == b'/' => comments += 1,
            b'/' if before == b'*' => comments -= 1,
            _ => {}
        }
        before = byte;
    }
    depth == [0; 3] && quotes % 2 == 0 && comments == 0
}

#[cfg(test)]
mod tests {
    use super::{is_whole, pieces};

    #[test]
    fn a_text_is_cut_in_front_of_declarations_and_their_comments() {
        let text = "package a\n\n// A is one.\ntype A int\n\nfunc f() {\n\tvar x int\n}\n";
        let cut: Vec<&str> = pieces(text).unwrap().into_iter().map(|piece| &text[piece.start..piece.end]).collect();
        assert_eq!(cut, ["package a\n\n", "// A is one.\ntype A int\n\n", "func f() {\n\tvar x int\n}\n"]);
    }

    #[test]
    fn what_is_open_at_a_cut_is_not_whole() {
        for open in ["func f() {\n", "const query = `\n", "/*\n", "import (\n", "}\n", "var a = []int{1}\n)\n"] {
            assert!(!is_whole(open), "{open}");
        }
        assert!(is_whole("/* A */ func f(a []int) { g(`x`) }\n"));
    }
}
