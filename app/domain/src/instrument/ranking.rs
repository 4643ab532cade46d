//! The order of entries that a person ranks.

/// Moves an element from one index to another; an index out of range changes nothing.
pub fn move_entry<T>(mut all: Vec<T>, (from, to): (usize, usize)) -> Vec<T> {
    if from < all.len() && to < all.len() {
        let it = all.remove(from);
        all.insert(to, it);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_moves_up_and_down_but_not_past_the_end() {
        assert_eq!(move_entry(vec![1, 2, 3], (2, 0)), [3, 1, 2]);
        assert_eq!(move_entry(vec![1, 2, 3], (0, 1)), [2, 1, 3]);
        assert_eq!(move_entry(vec![1, 2, 3], (0, 3)), [1, 2, 3]);
    }
}
