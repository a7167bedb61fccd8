//! What was probably meant by a name that does not exist: the nearest name in sight.

/// The nearest of the known names, if one is near enough to be meant.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // In halves of a letter: a word of one letter may only differ in case.
    let limit = match name.chars().count() {
        0 | 1 => 1,
        length => (length / 3).clamp(1, 4) * 2,
    };
    let distances = known.into_iter().filter(|other| *other != name && *other != "_");
    let distances = distances.map(|other| (distance(name, other), other));
    distances
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, other)| (distance, other))
        .map(|(_, other)| other)
}

/// How many letters must be put in, left out, exchanged or swapped with their neighbours to make one word of the other:
/// the optimal string alignment distance, in halves: letters that differ only in case count as one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 4 {
        return usize::MAX;
    }
    let width = b.len() + 1;
    let mut table = vec![0; (a.len() + 1) * width];
    for row in 0..=a.len() {
        for column in 0..=b.len() {
            table[row * width + column] = if row == 0 {
                2 * column
            } else if column == 0 {
                2 * row
            } else {
                let (x, y) = (a[row - 1], b[column - 1]);
                let cost = match (x == y, x.eq_ignore_ascii_case(&y)) {
                    (true, _) => 0,
                    (false, true) => 1,
                    (false, false) => 2,
                };
                let mut best = table[(row - 1) * width + column - 1] + cost;
                best = best.min(table[(row - 1) * width + column] + 2);
                best = best.min(table[row * width + column - 1] + 2);
                if row > 1 && column > 1 && x == b[column - 2] && a[row - 2] == y {
                    best = best.min(table[(row - 2) * width + column - 2] + 2);
                }
                best
            };
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let known = ["println", "print", "length", "count", "Circle"];
        assert_eq!(nearest("prinln", known), Some("println"));
        assert_eq!(nearest("lenght", known), Some("length"));
        assert_eq!(nearest("circle", known), Some("Circle"));
        assert_eq!(nearest("banana", known), None);
        assert_eq!(nearest("x", ["y", "total"]), None);
    }
}
