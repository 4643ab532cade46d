//! Cells of one table of counts: small ones are hidden, and others with them until none can be computed.

/// Marks the cells to hide among `counts`. Each of `sums` lists the cells that add up to a total which is shown.
///
/// A cell from 1 to `least` - 1 is hidden. In each sum the hidden cells are then at least two that together count
/// `least` people or more: a zero is hidden with them, as it would tell that the small cell has all the rest, and
/// after that cells whose other sums have hidden ones already, the smallest first.
pub fn hidden_cells(counts: &[u32], sums: &[Vec<usize>], least: u32) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().map(|it| (1..least).contains(it)).collect();
    while let Some(cell) = sums
        .iter()
        .find_map(|sum| next_to_hide(counts, sums, sum, &hidden, least))
    {
        hidden[cell] = true;
    }
    hidden
}

/// The cell of a sum that has to be hidden next; none if its hidden cells cannot be computed, or no cell is left.
fn next_to_hide(
    counts: &[u32],
    sums: &[Vec<usize>],
    sum: &[usize],
    hidden: &[bool],
    least: u32,
) -> Option<usize> {
    let (gaps, shown): (Vec<usize>, Vec<usize>) = sum.iter().partition(|it| hidden[**it]);
    if gaps.is_empty() {
        return None;
    }
    let zero = shown.iter().copied().find(|it| counts[*it] == 0);
    let n_people: u32 = gaps.iter().map(|it| counts[*it]).sum();
    let has_enough = gaps.len() >= 2 && n_people >= least;
    let n_new_gaps = |cell: usize| {
        let other = sums.iter().filter(|it| it.contains(&cell));
        other.filter(|it| !it.iter().any(|it| hidden[*it])).count()
    };
    let cheapest = shown
        .into_iter()
        .min_by_key(|it| (n_new_gaps(*it), counts[*it]));
    zero.or(cheapest.filter(|_| !has_enough))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row that adds up to its total.
    fn row(counts: &[u32]) -> Vec<bool> {
        hidden_cells(counts, &[(0..counts.len()).collect()], 5)
    }

    #[test]
    fn cells_that_hide_nothing_are_all_shown() {
        assert_eq!(row(&[5, 9, 12]), [false; 3]);
        assert_eq!(row(&[0, 9, 12]), [false; 3]);
        assert_eq!(row(&[]), [false; 0]);
    }

    #[test]
    fn a_single_small_cell_takes_the_smallest_shown_one_with_it() {
        assert_eq!(row(&[9, 2, 7]), [false, true, true]);
    }

    #[test]
    fn two_small_cells_of_fewer_than_five_people_take_a_third_one() {
        assert_eq!(row(&[7, 1, 1]), [true, true, true]);
        assert_eq!(row(&[9, 7, 1, 1]), [false, true, true, true]);
        assert_eq!(row(&[9, 3, 2]), [false, true, true]);
    }

    #[test]
    fn a_zero_is_hidden_beside_a_small_cell() {
        assert_eq!(row(&[5, 1, 1, 0]), [true, true, true, true]);
        assert_eq!(row(&[9, 4, 4, 0]), [false, true, true, true]);
    }

    #[test]
    fn cells_in_two_sums_are_hidden_until_both_hold() {
        // Two rows and their columns; the 2 of the first row is in a column with 8 and 9.
        let counts = [2, 9, 11, 8, 9, 7, 9, 8, 10];
        let rows = (0..3).map(|row| (0..3).map(|column| row * 3 + column).collect());
        let columns = (0..3).map(|column| (0..3).map(|row| row * 3 + column).collect());
        let sums: Vec<Vec<usize>> = rows.chain(columns).collect();
        let hidden = hidden_cells(&counts, &sums, 5);
        for sum in &sums {
            let gaps: Vec<usize> = sum.iter().copied().filter(|it| hidden[*it]).collect();
            let people: u32 = gaps.iter().map(|it| counts[*it]).sum();
            assert!(
                gaps.is_empty() || (gaps.len() > 1 && people >= 5),
                "{sum:?}"
            );
        }
        assert!(hidden[0]);
        assert_eq!(hidden.iter().filter(|it| **it).count(), 4);
    }

    #[test]
    fn ten_people_are_needed_where_ten_are_asked_for() {
        assert_eq!(
            hidden_cells(&[9, 20, 30], &[vec![0, 1, 2]], 10),
            [true, true, false]
        );
    }
}
