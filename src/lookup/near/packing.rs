//! Forms as integers, for lists that are kept compiled.

use super::forms::{Form, Kind};
use crate::gazetteer::{Case, Str};
use crate::packed::Packed;

impl Packed<5> for Form {
    fn pack(&self) -> [u32; 5] {
        let [start, len] = self.text.pack();
        [start, len, self.row, u32::from_le_bytes([self.case as u8, self.kind as u8, 0, 0]), self.legal]
    }

    fn unpack([start, len, row, kinds, legal]: [u32; 5]) -> Option<Self> {
        let [case, kind, _, _] = kinds.to_le_bytes();
        let case = *Case::ALL.get(usize::from(case))?;
        let kind = *Kind::ALL.get(usize::from(kind))?;
        Some(Form { text: Str::unpack([start, len])?, row, case, kind, legal })
    }
}
