//! Cards that were written while marking goes on, and wait to be looked at once more: a bit for each card of the cage.
//! They are taken in the order of addresses, and again from the lowest.
#![forbid(unsafe_code)]

#[derive(Debug, Default)]
pub(super) struct Written {
    bits: Vec<u64>,
    count: u32,
    /// How many were put in since this was last asked, those that waited already included.
    noted: u32,
    /// The word of bits where the next card is looked for.
    next: usize,
}

impl Written {
    /// Makes room for the cards below `end`, if that has not been done; memory is taken where there are cards.
    pub fn cover(&mut self, end: u32) {
        if self.bits.is_empty() {
            self.bits = vec![0; end.div_ceil(u64::BITS) as usize];
        }
    }

    pub fn insert(&mut self, card: u32) {
        let (word, bit) = Self::place(card);
        self.count += u32::from(self.bits[word] & bit == 0);
        self.bits[word] |= bit;
        self.noted += 1;
    }

    pub fn contains(&self, card: u32) -> bool {
        let (word, bit) = Self::place(card);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    pub fn count(&self) -> u32 {
        self.count
    }

    pub fn take_noted(&mut self) -> u32 {
        std::mem::take(&mut self.noted)
    }

    /// Takes the next card out.
    pub fn take(&mut self) -> Option<u32> {
        if self.count == 0 {
            return None;
        }
        while self.bits[self.next] == 0 {
            self.next = (self.next + 1) % self.bits.len();
        }
        let bit = self.bits[self.next].trailing_zeros();
        self.bits[self.next] &= self.bits[self.next] - 1;
        self.count -= 1;
        Some(self.next as u32 * u64::BITS + bit)
    }

    pub fn clear(&mut self) {
        self.noted = 0;
        if self.count > 0 {
            self.bits.fill(0);
            self.count = 0;
        }
    }

    fn place(card: u32) -> (usize, u64) {
        ((card / u64::BITS) as usize, 1 << (card % u64::BITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_taken_once_in_the_order_of_addresses() {
        let mut written = Written::default();
        assert_eq!((written.take(), written.contains(70)), (None, false));
        written.cover(200);
        [130, 70, 130, 71].into_iter().for_each(|card| written.insert(card));
        assert_eq!((written.count(), written.take_noted(), written.take_noted()), (3, 4, 0));
        assert_eq!((written.take(), written.contains(70)), (Some(70), false));
        written.insert(3);
        let rest: Vec<u32> = std::iter::from_fn(|| written.take()).collect();
        assert_eq!(rest, [71, 130, 3], "what was passed waits for the next round");
        written.insert(199);
        written.clear();
        assert_eq!((written.take(), written.count()), (None, 0));
    }
}
