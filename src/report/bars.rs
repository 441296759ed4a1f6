//! Which names lead, label by label?

use maud::{Markup, html};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::names::{Label, Name};
use super::scale::{counted, figures};

/// Names of a label that are drawn.
const LEADING: usize = 10;

/// The leading names of each label. Amounts have a picture of their own.
#[derive(Default)]
pub struct Bars {
    leading: BTreeMap<usize, Vec<Rc<Name>>>,
}

impl Bars {
    /// Takes the next name, the most mentioned first.
    pub fn take(&mut self, name: &Rc<Name>) {
        let leading = self.leading.entry(name.label).or_default();
        if name.amount.is_none() && leading.len() < LEADING {
            leading.push(name.clone());
        }
    }

    /// One card a label.
    pub fn cards(&self, labels: &[Label]) -> Markup {
        html! {
            @for (&number, leading) in self.leading.iter().filter(|(_, leading)| !leading.is_empty()) {
                section class={ "card l" (number % 8) } aria-labelledby={ "label" (number) } {
                    h3 id={ "label" (number) } { span.swatch aria-hidden="true" {} bdi { (labels[number].name) } }
                    p.sub { (about(&labels[number])) }
                    (bars(leading))
                }
            }
        }
    }
}

fn about(label: &Label) -> String {
    let mentions = counted(label.mentions as usize, "mention", "mentions");
    let names = counted(label.names as usize, "name", "names");
    let documents = counted(label.documents as usize, "document", "documents");
    format!("{mentions} of {names} in {documents}")
}

fn bars(leading: &[Rc<Name>]) -> Markup {
    let most = leading.first().map_or(1, |name| name.mentions).max(1);
    html! {
        ol.bars {
            @for name in leading {
                li {
                    @if let Some(number) = name.number {
                        a href={ "#n" (number) } { (bar(name, most)) }
                    } @else {
                        span { (bar(name, most)) }
                    }
                }
            }
        }
    }
}

fn bar(name: &Name, most: u32) -> Markup {
    let width = f64::from(name.mentions) / f64::from(most) * 100.0;
    html! {
        bdi.name { (name.title) }
        span.count { (figures(name.mentions as usize)) span.far { " mentions" } }
        span.count.faint { span.far { ", in " } (figures(name.documents.len())) span.unit { " doc" @if name.documents.len() != 1 { "s" } } }
        svg.bar aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none" {
            rect.track width="100" height="4" rx="1" {}
            rect.fill width={ (format!("{width:.1}")) } height="4" rx="1" {}
        }
    }
}
