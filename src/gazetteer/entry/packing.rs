//! Rows and their written forms as integers, for lists that are kept compiled.

use super::{Accept, Case, Edges, PackedSpelling, Role, Row, Size, Spelling, Str, Surface};
use crate::packed::Packed;

impl Packed<8> for Row {
    fn pack(&self) -> [u32; 8] {
        let Row { start, name, id, extra, line, .. } = *self;
        let weight = self.weight.to_bits();
        let kinds = [self.role as u8, self.accept as u8, self.size as u8, self.spelling.0];
        let (source, label) = (u32::from(self.source), u32::from(self.label));
        [
            start,
            u32::from(name) | u32::from(id) << 16,
            extra,
            weight as u32,
            (weight >> 32) as u32,
            line,
            source | label << 16,
            u32::from_le_bytes(kinds),
        ]
    }

    fn unpack(integers: [u32; 8]) -> Option<Self> {
        let [start, names, extra, low, high, line, places, kinds] = integers;
        let [role, accept, size, spelling] = kinds.to_le_bytes();
        Edges::ALL.get(usize::from(spelling >> 1))?;
        Some(Row {
            start,
            name: names as u16,
            id: (names >> 16) as u16,
            extra,
            line,
            weight: f64::from_bits(u64::from(low) | u64::from(high) << 32),
            source: places as u16,
            label: (places >> 16) as u16,
            role: *Role::BY_NUMBER.get(usize::from(role))?,
            accept: *Accept::ALL.get(usize::from(accept))?,
            size: *Size::ALL.get(usize::from(size))?,
            spelling: PackedSpelling(spelling),
        })
    }
}

impl Spelling {
    pub(super) fn packed(self) -> PackedSpelling {
        PackedSpelling((self.edges as u8) << 1 | u8::from(self.accents))
    }
}

impl PackedSpelling {
    pub(super) fn open(self) -> Spelling {
        let edges = Edges::ALL.get(usize::from(self.0 >> 1)).copied().unwrap_or(Edges::Affix);
        Spelling { edges, accents: self.0 & 1 == 1 }
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
        for role in Role::BY_NUMBER {
            for (accept, size) in Accept::ALL.into_iter().zip(Size::ALL) {
                let (start, name, id, extra) = (u32::MAX, 1000, u16::MAX, 7);
                let (source, label) = (u16::MAX, 3);
                let spelling = Spelling { edges: Edges::Anywhere, accents: role == Role::Name };
                assert_eq!(spelling.packed().open(), spelling);
                let (weight, spelling) = (-1.5e300, spelling.packed());
                let row = Row { start, name, id, extra, line: 9, weight, source, label, role, accept, size, spelling };
                let read = Row::unpack(row.pack()).expect("sound");
                assert_eq!(format!("{read:?}"), format!("{row:?}"));
            }
        }
        for case in Case::ALL {
            let (role, capitals) = (Role::Head, Capitals::of("Bank"));
            let text = Str { start: 5, len: 2 };
            let surface = Surface { text, row: 1, case, role, capitals };
            let read = Surface::unpack(surface.pack()).expect("sound");
            assert_eq!(format!("{read:?}"), format!("{surface:?}"));
        }
        assert!(Surface::unpack([0, 0, 0, 4, 0]).is_none());
    }
}
