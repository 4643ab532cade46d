//! Sorted vectors used as sets and maps. A journal has hundreds of entries at most, and each map type or sort
//! algorithm would add some kilobytes to the download.

/// Inserts into a sorted vector unless the element is present. Returns whether it was inserted.
pub fn put<T: Ord>(all: &mut Vec<T>, it: T) -> bool {
    match all.binary_search(&it) {
        Ok(_) => false,
        Err(at) => {
            all.insert(at, it);
            true
        }
    }
}

/// Collects into a sorted vector without duplicates.
pub fn sorted<T: Ord>(them: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for it in them {
        put(&mut all, it);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_twice_is_there_once_and_in_order() {
        assert_eq!(sorted([3, 1, 2, 1, 3]), [1, 2, 3]);
    }
}
