//! Where on the sheet lies a place of the globe?
//!
//! The projection is Equal Earth (Šavrič, Patterson, Jenny 2018): areas keep
//! their proportions.

use std::fmt::Write;

use super::names::Point;

/// The sheet: the whole globe, in whole units.
pub const WIDTH: f64 = 10_000.0;
pub const HEIGHT: f64 = 4_867.0;

const OUTLINES: &str = include_str!("outlines.txt");

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// Half of the width of the projection, before it is scaled.
const HALF_WIDTH: f64 = 2.706_630;

/// The place on the sheet.
pub fn project(point: Point) -> (f64, f64) {
    let theta = (3f64.sqrt() / 2.0 * point.latitude.to_radians().sin()).asin();
    let (t2, t6) = (theta * theta, theta.powi(6));
    let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
    let x = 2.0 * 3f64.sqrt() * point.longitude.to_radians() * theta.cos() / (3.0 * slope);
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    let scale = WIDTH / 2.0 / HALF_WIDTH;
    (WIDTH / 2.0 + x * scale, HEIGHT / 2.0 - y * scale)
}

/// The outlines of one kind, `land` or `border`, as one SVG path.
pub fn outlines(kind: &str) -> String {
    let mut path = String::new();
    for line in OUTLINES.lines().filter_map(|line| line.strip_prefix(kind)) {
        let (mut longitude, mut latitude) = (0.0, 0.0);
        let points = line.split_whitespace().filter_map(|step| step.split_once(',')).map(|(dx, dy)| {
            longitude += dx.parse::<f64>().unwrap_or(0.0) / 100.0;
            latitude += dy.parse::<f64>().unwrap_or(0.0) / 100.0;
            project(Point { latitude, longitude })
        });
        append(points, &mut path);
        if kind == "land" {
            path.push('z');
        }
    }
    path
}

/// The edge of the globe, as an SVG path.
pub fn edge() -> String {
    let side = |longitude: f64| (-90i16..=90).step_by(5).map(move |latitude| (f64::from(latitude), longitude));
    let points = side(-180.0).chain(side(180.0).rev());
    let mut path = String::new();
    append(points.map(|(latitude, longitude)| project(Point { latitude, longitude })), &mut path);
    path.push('z');
    path
}

/// Appends `Mx y l dx dy …` in whole units; steps of less than one are left out.
fn append(points: impl Iterator<Item = (f64, f64)>, path: &mut String) {
    let mut last = None;
    for (x, y) in points.map(|(x, y)| (x.round() as i64, y.round() as i64)) {
        match last {
            None => write!(path, "M{x} {y}l"),
            Some((before_x, before_y)) if (x, y) != (before_x, before_y) => {
                write!(path, "{} {} ", x - before_x, y - before_y)
            }
            Some(_) => Ok(()),
        }
        .expect("a string takes it");
        last = Some((x, y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_holds_the_globe() {
        let at = |latitude, longitude| {
            let (x, y) = project(Point { latitude, longitude });
            (x.round(), y.round())
        };
        assert_eq!(at(0.0, 0.0), (5000.0, 2434.0));
        assert_eq!(at(0.0, 180.0), (10000.0, 2434.0));
        assert_eq!(at(90.0, 0.0).1, 0.0);
        assert_eq!(at(-90.0, 0.0).1, HEIGHT);
        assert!(at(60.0, 120.0).0 > 7000.0 && at(60.0, 120.0).1 < 900.0);
    }

    #[test]
    fn outlines_are_paths() {
        assert!(outlines("land").starts_with('M') && outlines("land").ends_with('z'));
        assert!(outlines("border").starts_with('M'));
    }
}
