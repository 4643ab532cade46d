//! Small sorted lists instead of maps and sorting: a journal has hundreds of entries, never more, and every kind of
//! map or sort would be some kilobytes more for each browser to download.

/// Puts something into a sorted list, unless it is there already; whether it was put.
pub fn put<T: Ord>(all: &mut Vec<T>, it: T) -> bool {
    match all.binary_search(&it) {
        Ok(_) => false,
        Err(at) => {
            all.insert(at, it);
            true
        }
    }
}

/// A sorted list of what comes, each once.
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
