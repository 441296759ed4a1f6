//! The RTF of a message of Outlook, which is packed in a way of its own
//! ([MS-OXRTFCP]): by references into the last 4,096 bytes.
//!
//! The crate for it believes the sizes that the file tells.

/// What stands in the window before the first byte.
const BEGUN: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \
    \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
    \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

const WINDOW: usize = 4096;
const HEADER: usize = 16;

/// Unpacks it; what was cut off is left out. `None` where it is nothing of the
/// kind. The result is at most nine times as long.
pub(super) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let (header, packed) = bytes.split_at_checked(HEADER)?;
    match &header[8..12] {
        b"LZFu" => Some(unpack(packed)),
        b"MELA" => Some(packed.to_vec()),
        _ => None,
    }
}

fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut out = BEGUN.to_vec();
    let mut rest = packed.iter().copied();
    'runs: while let Some(mut flags) = rest.next() {
        for _ in 0..8 {
            let Some(byte) = rest.next() else { break 'runs };
            if flags & 1 == 0 {
                out.push(byte);
            } else {
                let Some(low) = rest.next() else { break 'runs };
                let (at, length) = (usize::from(byte) << 4 | usize::from(low >> 4), usize::from(low & 15) + 2);
                // A reference to what comes next is the end.
                if at == out.len() % WINDOW || !repeat(&mut out, at, length) {
                    break 'runs;
                }
            }
            flags >>= 1;
        }
    }
    out.split_off(BEGUN.len())
}

/// Writes once more what stands at a place of the window; false where nothing
/// was written there.
fn repeat(out: &mut Vec<u8>, at: usize, length: usize) -> bool {
    let back = (out.len() + WINDOW - at - 1) % WINDOW + 1;
    let Some(from) = out.len().checked_sub(back) else { return false };
    (from..from + length).for_each(|i| out.push(out[i]));
    true
}

#[cfg(test)]
mod tests {
    use super::unpacked;

    /// The examples of the specification.
    #[test]
    fn packed_text_comes_back() {
        let header = |kind: &[u8; 4]| [&[0; 8], &kind[..], &[0; 4]].concat();
        let packed = b"\x03\x00\x0a\x00rcpg125B2\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
        let bytes = [&header(b"LZFu")[..], packed].concat();
        assert_eq!(unpacked(&bytes).unwrap(), b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        let runs = b"\x1a\0\0\0\x1c\0\0\0LZFu\xe2\xd4KQA\x00\x04 WXYZ\x0d\x6e\x7d\x01\x0e\xb0";
        assert_eq!(unpacked(runs).unwrap(), b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
        assert_eq!(unpacked(&[&header(b"MELA")[..], b"{}"].concat()).unwrap(), b"{}");
    }

    #[test]
    fn any_bytes_end() {
        for seed in 0..2000u32 {
            let bytes: Vec<u8> =
                (0..200).map(|i| (seed * 31 + i * (seed | 1)).wrapping_mul(2_654_435_761) as u8).collect();
            unpacked(&[b"\0\0\0\0\0\0\0\0LZFu\0\0\0\0", &bytes[..]].concat()).unwrap();
        }
    }
}
