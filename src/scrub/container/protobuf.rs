//! Protocol buffers without their schema: the wire format says where fields begin and end, and the bytes which of them
//! are messages and which texts. OTLP's attributes (`{1: key, 2: {1: value}}`) are known by that form. Lengths around
//! an edit are written anew. Format: <https://protobuf.dev/programming-guides/encoding/>.

use super::super::report::{Part, Place};
use super::super::{Act, Refusal, Scrubber};
use crate::catalogue::meaning::KEEP;
use crate::scan::class::{at, cut};

/// The number at `i` and its end.
fn varint(s: &[u8], mut i: usize) -> Option<(u64, usize)> {
    let mut value = 0u64;
    for shift in 0..10 {
        let b = *s.get(i)?;
        i += 1;
        value |= u64::from(b & 0x7f) << (7 * shift);
        if b < 0x80 {
            return Some((value, i));
        }
    }
    None
}

fn write_varint(mut n: u64, out: &mut Vec<u8>) {
    while n > 0x7f {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// One field: number, wire type, begin and end of its content, and where its length stands.
struct Field {
    number: u64,
    bytes: bool,
    length: usize,
    from: usize,
    to: usize,
}

fn field(s: &[u8], i: usize) -> Option<Field> {
    let (tag, mut at_) = varint(s, i)?;
    let (number, wire) = (tag >> 3, tag & 7);
    let length = at_;
    let len = match wire {
        0 => varint(s, at_)?.1 - at_,
        1 => 8,
        2 => {
            let (len, from) = varint(s, at_)?;
            at_ = from;
            usize::try_from(len).ok()?
        }
        5 => 4,
        _ => return None,
    };
    let to = at_.checked_add(len).filter(|to| *to <= s.len())?;
    (number > 0).then_some(Field { number, bytes: wire == 2, length, from: at_, to })
}

/// Whether `s` is a sequence of whole fields.
fn is_message(s: &[u8]) -> bool {
    let mut i = 0;
    while i < s.len() {
        match field(s, i) {
            Some(field) => i = field.to,
            None => return false,
        }
    }
    !s.is_empty()
}

fn is_text(s: &[u8]) -> bool {
    core::str::from_utf8(s).is_ok() && s.iter().all(|b| *b >= b' ' || matches!(b, b'\n' | b'\r' | b'\t'))
}

impl Scrubber {
    /// One message that fills `s`.
    pub(in super::super) fn protobuf(&mut self, s: &[u8], place: &Place) -> Result<(), Refusal> {
        if !is_message(s) {
            return Err(Refusal::Malformed);
        }
        self.message(s, 0, KEEP, place).map(|_| ())
    }

    fn message(&mut self, s: &[u8], base: u32, class: u8, place: &Place) -> Result<Act, Refusal> {
        self.enter()?;
        let (mut i, mut attribute, mut act) = (0, KEEP, Act::Done);
        while i < s.len() {
            let Some(f) = field(s, i) else {
                return Err(Refusal::Malformed);
            };
            let start = i;
            i = f.to;
            let content = cut(s, f.from, f.to);
            if !f.bytes || content.is_empty() {
                continue;
            }
            let inner = place.at(Part::Field(f.number as u32));
            let at_ = base + f.from as u32;
            let mark = self.edits.list.len();
            let class = if f.number == 2 && attribute != KEEP { attribute } else { class };
            // A text may by chance be a message as well; what is all text is one.
            let text = is_text(content);
            let gone = if text && (!is_message(content) || at(content, 0) >= b' ') {
                if f.number == 1 && start == 0 && class == KEEP {
                    attribute = self.class(content, b"");
                }
                self.value(content, at_, class, &inner)?
            } else if is_message(content) {
                self.message(content, at_, class, &inner)?
            } else {
                Act::Done
            };
            if gone == Act::Remove {
                if class != KEEP {
                    // The value of an attribute: its message goes, and with it the attribute that holds it.
                    act = Act::Remove;
                } else {
                    self.edits.list.truncate(mark);
                    self.edits.replace(base + start as u32, base + f.to as u32, b"");
                }
                continue;
            }
            let growth = self.edits.growth(mark);
            if growth != 0 {
                let mut with = Vec::new();
                write_varint((content.len() as i64 + growth) as u64, &mut with);
                self.edits.replace_before(base + f.length as u32, base + f.from as u32, &with);
            }
        }
        self.leave();
        Ok(act)
    }
}
