//! Numbers that look random and follow from a seed (`SplitMix64`, public domain).

#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u128) -> u128 {
        u128::from(self.next()).checked_rem(end).unwrap_or(0)
    }

    /// That many hexadecimal digits.
    pub(super) fn hex(&mut self, digits: usize) -> String {
        let words = std::iter::repeat_with(|| format!("{:016x}", self.next()));
        let mut text = words.take(digits.div_ceil(16)).collect::<String>();
        text.truncate(digits);
        text
    }

    /// An identity as HNS writes them.
    pub(super) fn guid(&mut self) -> String {
        let digits = self.hex(32).to_ascii_uppercase();
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        parts.join("-")
    }
}
