//! Exact arithmetic: a result that would have to be rounded is no result.

use rust_decimal::Decimal;

/// The exact sum, or `None`.
pub fn sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    let mantissa = raised(a, scale)?.checked_add(raised(b, scale)?)?;
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// The exact product, or `None`.
pub fn product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let mantissa = a.mantissa().checked_mul(b.mantissa())?;
    Decimal::try_from_i128_with_scale(mantissa, a.scale() + b.scale()).ok()
}

/// The value times ten to the power of `places`, or `None`.
pub(super) fn shift(value: Decimal, places: i32) -> Option<Decimal> {
    let scale = i64::from(value.scale()) - i64::from(places);
    if scale >= 0 {
        return Decimal::try_from_i128_with_scale(value.mantissa(), scale as u32).ok();
    }
    let power = 10i128.checked_pow(scale.unsigned_abs() as u32)?;
    Decimal::try_from_i128_with_scale(value.mantissa().checked_mul(power)?, 0).ok()
}

/// The mantissa of a value at a greater scale.
fn raised(value: Decimal, scale: u32) -> Option<i128> {
    value.mantissa().checked_mul(10i128.checked_pow(scale - value.scale())?)
}
