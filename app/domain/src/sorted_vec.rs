//! Sorted vectors used as sets and maps. A journal has hundreds of entries at most, and each map type or sort
//! algorithm would add some kilobytes to the download.

/// Inserts into a sorted vector unless the element is present. Returns whether it was inserted.
pub fn insert_sorted<T: Ord>(all: &mut Vec<T>, it: T) -> bool {
    match all.binary_search(&it) {
        Ok(_) => false,
        Err(at) => {
            all.insert(at, it);
            true
        }
    }
}

/// Collects into a sorted vector without duplicates.
pub fn to_sorted_vec<T: Ord>(them: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for it in them {
        insert_sorted(&mut all, it);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_dropped_and_the_order_is_ascending() {
        assert_eq!(to_sorted_vec([3, 1, 2, 1, 3]), [1, 2, 3]);
    }
}
