//! Rows and their written forms as integers, for lists that are kept compiled.

use super::{Accept, Case, Edges, Role, Row, Size, Spelling, Str, Surface};
use crate::packed::Packed;

impl Packed<11> for Row {
    fn pack(&self) -> [u32; 11] {
        let Row { name, id, extra, .. } = self;
        let weight = self.weight.to_bits();
        let Spelling { edges, accents } = self.spelling;
        let kinds = [self.role as u8, self.accept as u8, self.size as u8, (edges as u8) << 1 | u8::from(accents)];
        let (source, label) = (u32::from(self.source), u32::from(self.label));
        [
            name.start,
            name.len,
            id.start,
            id.len,
            extra.start,
            extra.len,
            weight as u32,
            (weight >> 32) as u32,
            self.line,
            source | label << 16,
            u32::from_le_bytes(kinds),
        ]
    }

    fn unpack(integers: [u32; 11]) -> Option<Self> {
        let [name, name_len, id, id_len, extra, extra_len, low, high, line, places, kinds] = integers;
        let [role, accept, size, spelling] = kinds.to_le_bytes();
        let edges = *Edges::ALL.get(usize::from(spelling >> 1))?;
        Some(Row {
            name: Str { start: name, len: name_len },
            id: Str { start: id, len: id_len },
            extra: Str { start: extra, len: extra_len },
            weight: f64::from_bits(u64::from(low) | u64::from(high) << 32),
            line,
            source: places as u16,
            label: (places >> 16) as u16,
            role: *Role::BY_NUMBER.get(usize::from(role))?,
            accept: *Accept::ALL.get(usize::from(accept))?,
            size: *Size::ALL.get(usize::from(size))?,
            spelling: Spelling { edges, accents: spelling & 1 == 1 },
        })
    }
}

impl Packed<5> for Surface {
    fn pack(&self) -> [u32; 5] {
        let kinds = [self.case as u8, self.role as u8, 0, 0];
        let [capitals] = self.capitals.pack();
        [self.text.start, self.text.len, self.row, u32::from_le_bytes(kinds), capitals]
    }

    fn unpack([start, len, row, kinds, capitals]: [u32; 5]) -> Option<Self> {
        let [case, role, _, _] = kinds.to_le_bytes();
        Some(Surface {
            text: Str { start, len },
            row,
            case: *Case::ALL.get(usize::from(case))?,
            role: *Role::BY_NUMBER.get(usize::from(role))?,
            capitals: Option::unpack([capitals])?,
        })
    }
}

impl Role {
    /// Every role, at the place of its number.
    const BY_NUMBER: [Role; Role::ALL.len()] = {
        let mut roles = [Role::Name; Role::ALL.len()];
        let mut i = 0;
        while i < roles.len() {
            roles[Role::ALL[i].1 as usize] = Role::ALL[i].1;
            i += 1;
        }
        roles
    };
}

impl Accept {
    /// By number.
    const ALL: [Accept; 4] = [Accept::Accept, Accept::Context, Accept::Part, Accept::Never];
}

impl Case {
    /// By number.
    pub(crate) const ALL: [Case; 4] = [Case::Exact, Case::Caps, Case::Any, Case::Title];
}

impl Edges {
    /// By number.
    const ALL: [Edges; 3] = [Edges::Affix, Edges::Word, Edges::Anywhere];
}

impl Packed<2> for Str {
    fn pack(&self) -> [u32; 2] {
        [self.start, self.len]
    }

    fn unpack([start, len]: [u32; 2]) -> Option<Self> {
        Some(Str { start, len })
    }
}

impl Size {
    /// By number.
    const ALL: [Size; 4] = [Size::Country, Size::Region, Size::Other, Size::City];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Capitals;

    #[test]
    fn rows_are_read_as_they_were_packed() {
        let text = |start| Str { start, len: start / 2 };
        for role in Role::BY_NUMBER {
            for (accept, size) in Accept::ALL.into_iter().zip(Size::ALL) {
                let (name, id, extra) = (text(7), text(u32::MAX), Str::default());
                let (source, label) = (u16::MAX, 3);
                let spelling = Spelling { edges: Edges::Anywhere, accents: role == Role::Name };
                let row =
                    Row { name, id, extra, weight: -1.5e300, line: 9, source, label, role, accept, size, spelling };
                let read = Row::unpack(row.pack()).expect("sound");
                assert_eq!(format!("{read:?}"), format!("{row:?}"));
            }
        }
        for case in Case::ALL {
            let (role, capitals) = (Role::Head, Capitals::of("Bank"));
            let surface = Surface { text: text(5), row: 1, case, role, capitals };
            let read = Surface::unpack(surface.pack()).expect("sound");
            assert_eq!(format!("{read:?}"), format!("{surface:?}"));
        }
        assert!(Surface::unpack([0, 0, 0, 4, 0]).is_none());
    }
}
