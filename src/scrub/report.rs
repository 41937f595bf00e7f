//! What was removed and where: the rule's name and the place, never the value, its length or a hash of it.

/// A longer name in a place is cut to a star: it may itself be what was hidden.
const LONGEST_NAME: usize = 48;

struct Entry {
    rule: &'static str,
    place: (u32, u32),
}

/// The removals of one payload.
#[derive(Default)]
pub struct Report {
    entries: Vec<Entry>,
    places: Vec<u8>,
    /// where the scrubber is now
    here: Vec<u8>,
}

impl Report {
    /// How many removals were noted: a mark to come back to.
    pub fn mark(&self) -> usize {
        self.entries.len()
    }

    /// Forgets what was noted since `mark`.
    pub fn back_to(&mut self, mark: usize) {
        self.entries.truncate(mark);
    }

    /// Notes a removal at the present place.
    pub fn note(&mut self, rule: &'static str) {
        let from = self.places.len() as u32;
        self.places.extend_from_slice(&self.here);
        self.entries.push(Entry { rule, place: (from, self.here.len() as u32) });
    }

    /// Enters a place; the answer leads back with [`Report::leave`].
    pub fn enter(&mut self, prefix: &str, name: &[u8]) -> usize {
        let back = self.here.len();
        // What stands inside another container is parted from it.
        if back > 0 && !prefix.starts_with('/') {
            self.here.push(b'>');
        }
        self.here.extend_from_slice(prefix.as_bytes());
        let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_$.-[]".contains(b);
        if name.len() <= LONGEST_NAME && name.iter().all(plain) {
            self.here.extend_from_slice(name);
        } else {
            self.here.push(b'*');
        }
        back
    }

    /// As [`Report::enter`] for a position.
    pub fn enter_index(&mut self, prefix: &str, index: usize, suffix: &str) -> usize {
        let back = self.enter(prefix, b"");
        number(index, &mut self.here);
        self.here.extend_from_slice(suffix.as_bytes());
        back
    }

    /// Goes back to where [`Report::enter`] was called.
    pub fn leave(&mut self, back: usize) {
        self.here.truncate(back);
    }

    /// Rule, place and count of each removal.
    pub fn removals(&self) -> Vec<(&'static str, &str, u32)> {
        let mut all: Vec<(&'static str, &str, u32)> = Vec::new();
        for entry in &self.entries {
            let from = entry.place.0 as usize;
            let place = self.places.get(from..from + entry.place.1 as usize).unwrap_or(&[]);
            let place = std::str::from_utf8(place).unwrap_or("");
            // Repeats follow one another closely; looking back further would not be linear.
            match all.iter_mut().rev().take(16).find(|have| have.0 == entry.rule && have.1 == place) {
                Some(have) => have.2 += 1,
                None => all.push((entry.rule, place, 1)),
            }
        }
        all
    }

    /// Lines of rule, place and count with tabs between.
    pub fn write(&self, out: &mut Vec<u8>) {
        for (rule, place, count) in self.removals() {
            out.extend_from_slice(rule.as_bytes());
            out.push(b'\t');
            out.extend_from_slice(place.as_bytes());
            out.push(b'\t');
            number(count as usize, out);
            out.push(b'\n');
        }
    }
}

/// Decimal digits, without the formatting machinery.
pub fn number(mut n: usize, out: &mut Vec<u8>) {
    let from = out.len();
    loop {
        out.push(b'0' + (n % 10) as u8);
        n /= 10;
        if n == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(from..) {
        digits.reverse();
    }
}
