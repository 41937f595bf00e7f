//! Protocol buffers without their schema: the wire format says where fields begin and end, and the bytes which of them
//! are messages and which texts. OTLP's attributes (`{1: key, 2: {1: value}}`) are known by that form. Lengths around
//! an edit are written anew. Format: <https://protobuf.dev/programming-guides/encoding/>.

use super::super::report::{Part, Place};
use super::super::{Act, Refusal, Scrubber};
use crate::catalogue::meaning::*;
use crate::scan::class::{at, cut};
use crate::scan::utf8::{is_text, is_utf8};

/// The number at `i`, [`u32::MAX`] if it is greater, and its end; 0 if it has none.
fn varint(s: &[u8], i: usize) -> (u32, usize) {
    let (mut value, mut shift) = (0, 0);
    for n in i..s.len().min(i + 10) {
        let b = u32::from(at(s, n));
        let bits = (b & 0x7f).wrapping_shl(shift);
        value |= match b & 0x7f {
            0 => 0,
            part if shift < 32 && bits >> shift == part => bits,
            _ => u32::MAX,
        };
        shift += 7;
        if b < 0x80 {
            return (value, n + 1);
        }
    }
    (0, 0)
}

/// One field: number, where its length stands, and begin and end of its content, both the end if it is a number.
struct Field {
    number: u32,
    length: usize,
    from: usize,
    to: usize,
}

fn field(s: &[u8], i: usize) -> Option<Field> {
    let (tag, length) = varint(s, i);
    let (len, from) = varint(s, length);
    let number = tag >> 3;
    let (from, to) = match tag & 7 {
        0 => (from, from),
        1 => (length + 8, length + 8),
        2 => (from, from.checked_add(len as usize)?),
        5 => (length + 4, length + 4),
        _ => return None,
    };
    (number > 0 && length > 0 && from > 0 && to <= s.len()).then_some(Field { number, length, from, to })
}

/// Whether `s` is a sequence of whole fields.
fn is_message(s: &[u8]) -> bool {
    let mut i = 0;
    while let Some(field) = field(s, i) {
        i = field.to;
        if i == s.len() {
            return true;
        }
    }
    false
}

/// Tag of a message's field 1, if that is a text.
const TEXT: u8 = 0x0a;

impl Scrubber {
    /// One message that fills `s`.
    pub(in super::super) fn protobuf(&mut self, s: &[u8], place: &Place) {
        if is_message(s) {
            self.message(s, KEEP, place);
        } else {
            self.refuse(Refusal::Malformed);
        }
    }

    fn message(&mut self, s: &[u8], class: u8, place: &Place) -> Act {
        let (mut i, mut attribute, mut act) = (0, KEEP, Act::Done);
        let open = self.enter();
        while open && let Some(f) = field(s, i) {
            let start = i;
            i = f.to;
            let content = cut(s, f.from, f.to);
            let inner = place.at(Part::Field(f.number), f.from);
            let mark = self.edits.list.len();
            let class = if f.number == 2 && attribute != KEEP { attribute } else { class };
            // A text may by chance be a message as well; what is all text is one.
            let message = is_message(content);
            // An attribute's value that is a number or a list; what has no text cannot be given another.
            let other = f.number == 2 && attribute != KEEP && message && at(content, 0) != TEXT;
            let gone = if other && matches!(class, IDENTITY | PERSONAL | PSEUDONYM | EMPTY | HIDE | GONE) {
                self.removal(class, &inner)
            } else if is_text(content) && (!message || at(content, 0) >= b' ')
                || (!message && is_utf8(content))
            {
                if f.number == 1 && start == 0 && class == KEEP {
                    attribute = self.class(content, b"");
                }
                self.value(content, class, &inner)
            } else if message {
                self.message(content, class, &inner)
            } else {
                Act::Done
            };
            if gone == Act::Remove {
                if class != KEEP {
                    // The value of an attribute: its message goes, and with it the attribute that holds it.
                    act = gone;
                } else {
                    self.edits.list.truncate(mark);
                    self.edits.replace(place.base + start as u32, place.base + f.to as u32, b"");
                }
                continue;
            }
            let growth = self.edits.growth(mark);
            if growth != 0 {
                let mut with = self.take();
                let mut n = (content.len() as u32).wrapping_add_signed(growth);
                while n > 0x7f {
                    with.push(n as u8 | 0x80);
                    n >>= 7;
                }
                with.push(n as u8);
                self.edits.replace_before(place.base + f.length as u32, inner.base, &with);
                self.give(with);
            }
        }
        self.leave();
        act
    }
}
