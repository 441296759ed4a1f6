//! Where are the places?

use maud::{Markup, html};
use std::rc::Rc;

use super::globe::{self, HEIGHT, WIDTH};
use super::names::{Name, PLACE};
use super::scale::{counted, figures};

/// Places that are drawn, the most mentioned first.
const DRAWN: usize = 800;

/// Places that have their name beside them, if there is room.
const NAMED: usize = 40;

/// Radius of the smallest circle, and of the largest among few and among many,
/// where the sheet is this wide.
const SMALLEST: f64 = 4.0;
const LARGEST: (f64, f64) = (26.0, 8.0);
const ON_SCREEN: f64 = 1000.0;

/// So many places are few: with more of them, circles grow smaller.
const FEW: f64 = 40.0;

/// A place with so few mentions has no circle of the greatest size, though no
/// place has more.
const FREQUENT: u32 = 8;

/// What is shown at first is never a smaller part of the sheet's width.
const CLOSEST: f64 = 0.16;

struct Dot<'n> {
    name: &'n Name,
    x: f64,
    y: f64,
    radius: f64,
    is_named: bool,
}

/// The part of the sheet that is seen.
#[derive(Clone, Copy)]
struct View {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

const SHEET: View = View { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };

impl View {
    /// The part that holds the points, with room around them, in the shape of
    /// the sheet.
    fn around(points: &[(f64, f64)]) -> Self {
        let bounds = |of: fn(&(f64, f64)) -> f64| {
            points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((west, east), (north, south)) = (bounds(|p| p.0), bounds(|p| p.1));
        let width = ((east - west) * 1.4).max((south - north) * 1.4 * WIDTH / HEIGHT).max(CLOSEST * WIDTH);
        if points.is_empty() || width > 0.7 * WIDTH {
            return SHEET;
        }
        let height = width * HEIGHT / WIDTH;
        let x = ((west + east - width) / 2.0).clamp(0.0, WIDTH - width);
        let y = ((north + south - height) / 2.0).clamp(0.0, HEIGHT - height);
        View { x, y, width, height }
    }

    fn told(self) -> String {
        format!("{:.0} {:.0} {:.0} {:.0}", self.x, self.y, self.width, self.height)
    }

    /// Units of the sheet to one of the screen.
    fn unit(self) -> f64 {
        self.width / ON_SCREEN
    }
}

/// How many names, with how many mentions.
#[derive(Clone, Copy, Default)]
struct Sum {
    names: usize,
    mentions: usize,
}

impl Sum {
    fn add(&mut self, name: &Name) {
        self.names += 1;
        self.mentions += name.mentions as usize;
    }
}

/// The places.
#[derive(Default)]
pub struct Places {
    /// The most mentioned of those with coordinates.
    drawn: Vec<Rc<Name>>,
    all: Sum,
    located: Sum,
}

impl Places {
    /// Takes the next name, the most mentioned first.
    pub fn take(&mut self, name: &Rc<Name>) {
        if name.point.is_none() && name.label != PLACE {
            return;
        }
        self.all.add(name);
        if name.point.is_some() {
            self.located.add(name);
            if self.drawn.len() < DRAWN {
                self.drawn.push(name.clone());
            }
        }
    }

    /// The map, or what to do for one where nothing has coordinates. Nothing
    /// where there are no places at all.
    pub fn section(&self) -> Markup {
        if self.all.names == 0 {
            return html! {};
        }
        html! {
            section #map aria-labelledby="map-title" {
                h2 #map-title { "Places" }
                p.sub { (self.about()) }
                @if !self.drawn.is_empty() { (figure(&self.drawn)) }
            }
        }
    }

    fn about(&self) -> String {
        let Places { all, located, .. } = self;
        if located.names == 0 {
            return "No place has coordinates. Rows tell them where annotate was asked for them: --columns latitude,longitude"
                .into();
        }
        let mut about = format!(
            "{} of {} on the map, {} of {}.",
            figures(located.names),
            counted(all.names, "place is", "places are"),
            figures(located.mentions),
            counted(all.mentions, "mention", "mentions"),
        );
        if located.names < all.names {
            about += " The others have no coordinates in the lists.";
        }
        if located.names > DRAWN {
            about += &format!(" The {} most mentioned are drawn.", figures(DRAWN));
        }
        about
    }
}

fn figure(drawn: &[Rc<Name>]) -> Markup {
    let points: Vec<(f64, f64)> = drawn.iter().filter_map(|name| name.point).map(globe::project).collect();
    let view = View::around(&points);
    let dots = dots(drawn, &points, view);
    html! {
        figure.map {
            svg.world viewBox=(view.told()) data-home=(view.told()) data-sheet=(SHEET.told()) role="group"
                aria-label="Map of the places. Arrow keys lead from one place to the next." {
                path.sea d=(globe::edge()) {}
                path.land d=(globe::outlines("land")) {}
                path.border d=(globe::outlines("border")) {}
                @for (at, dot) in dots.iter().enumerate() { (circle(dot, view, at == 0)) }
            }
            div.zoom hidden {
                button type="button" data-zoom="0.6" aria-label="Zoom in" { "+" }
                button type="button" data-zoom="1.6667" aria-label="Zoom out" { "−" }
                button type="button" data-zoom="home" { "Fit" }
                button type="button" data-zoom="sheet" { "World" }
            }
            figcaption { "The area of a circle is the number of mentions. Outlines: Natural Earth." }
        }
    }
}

/// The largest first, so that small ones lie above them.
fn dots<'n>(drawn: &'n [Rc<Name>], points: &[(f64, f64)], view: View) -> Vec<Dot<'n>> {
    let most = drawn.first().map_or(1, |name| name.mentions).max(FREQUENT);
    let largest = (LARGEST.0 * (FEW / points.len() as f64).min(1.0).sqrt()).max(LARGEST.1);
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let dots = drawn.iter().zip(points).enumerate().map(|(rank, (name, &(x, y)))| {
        let share = f64::from(name.mentions) / f64::from(most);
        let radius = (largest * share.sqrt()).max(SMALLEST);
        let unit = view.unit();
        let left = x / unit + radius + 3.0;
        let width = name.title.chars().count() as f64 * 6.6;
        let place = [left, y / unit - 7.0, left + width, y / unit + 7.0];
        let is_named = rank < NAMED && taken.iter().all(|other| !overlap(other, &place));
        taken.push([x / unit - radius, y / unit - radius, x / unit + radius, y / unit + radius]);
        if is_named {
            taken.push(place);
        }
        Dot { name, x, y, radius, is_named }
    });
    dots.collect()
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn circle(dot: &Dot<'_>, view: View, is_first: bool) -> Markup {
    let name = dot.name;
    let told = format!(
        "{}: {} in {}",
        name.title,
        counted(name.mentions as usize, "mention", "mentions"),
        counted(name.documents.len(), "document", "documents"),
    );
    let href = name.number.map(|number| format!("#n{number}"));
    let tab = if is_first { "0" } else { "-1" };
    let place = format!("translate({:.1} {:.1})", dot.x, dot.y);
    let scale = format!("scale({:.4})", view.unit());
    html! {
        g transform=(place) {
            a.dot.{ "l" (name.label % 8) } href=[href] tabindex=(tab) aria-label=(told) data-tip=(told) transform=(scale)
                data-latitude=[name.point.map(|p| p.latitude)] data-longitude=[name.point.map(|p| p.longitude)] {
                circle r=(format!("{:.1}", dot.radius)) {}
                @if dot.is_named {
                    text x=(format!("{:.1}", dot.radius + 3.0)) y="4" aria-hidden="true" { (name.title) }
                }
            }
        }
    }
}
