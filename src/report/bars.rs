//! Which names lead, label by label?

use maud::{Markup, html};

use super::names::{Label, Name, Names};
use super::scale::{counted, figures};

/// Names of a label that are drawn.
const LEADING: usize = 10;

/// One card a label. Amounts have a picture of their own.
pub fn cards(names: &Names, ranked: &[usize]) -> Markup {
    html! {
        @for (number, label) in names.labels.iter().enumerate().filter(|(_, label)| label.mentions > 0) {
            @let leading = leading(names, ranked, number);
            @if !leading.is_empty() {
                section class={ "card l" (number % 8) } aria-labelledby={ "label" (number) } {
                    h3 id={ "label" (number) } { span.swatch aria-hidden="true" {} bdi { (label.name) } }
                    p.sub { (about(label)) }
                    (bars(names, &leading))
                }
            }
        }
    }
}

fn leading(names: &Names, ranked: &[usize], label: usize) -> Vec<usize> {
    let is_bar = |name: &Name| name.label == label && name.amount.is_none();
    ranked.iter().copied().filter(|&at| is_bar(&names.all[at])).take(LEADING).collect()
}

fn about(label: &Label) -> String {
    let mentions = counted(label.mentions as usize, "mention", "mentions");
    let names = counted(label.names as usize, "name", "names");
    let documents = counted(label.documents as usize, "document", "documents");
    format!("{mentions} of {names} in {documents}")
}

fn bars(names: &Names, leading: &[usize]) -> Markup {
    let most = leading.first().map_or(1, |&at| names.all[at].mentions).max(1);
    html! {
        ol.bars {
            @for &at in leading {
                @let name = &names.all[at];
                li {
                    @if at < names.shown {
                        a href={ "#n" (at) } { (bar(name, most)) }
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
