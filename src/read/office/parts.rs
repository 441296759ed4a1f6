//! Which parts of an office file hold its text, and in which order?

use super::document::{Family, text};
use super::package::Package;
use crate::read::options::PagePart;
use crate::read::{Kind, Reason, page};

/// The text of an office file or a book.
///
/// # Errors
/// Where it is damaged, protected or too large.
pub(in crate::read) fn office(bytes: &[u8], kind: Kind, max_size: u64) -> Result<String, Reason> {
    // OpenDocument in one XML file.
    if kind == Kind::Odt && !bytes.starts_with(b"PK") {
        return text(bytes, Family::OpenDocument);
    }
    let mut package = Package::new(bytes, max_size)?;
    match kind {
        Kind::Docx => word(&mut package),
        Kind::Pptx => slides(&mut package),
        Kind::Epub => book(&mut package),
        _ => open_document(&mut package),
    }
}

fn word(package: &mut Package<'_>) -> Result<String, Reason> {
    let names = package.names();
    let is_main = |name: &&String| name.starts_with("word/document") && name.ends_with(".xml");
    let main = names.iter().find(is_main).ok_or_else(|| no_part("word/document.xml"))?;
    let mut parts = Vec::new();
    for part in [main.as_str(), "word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(xml) = package.part(part)? {
            parts.push(text(&xml, Family::Word)?);
        }
    }
    pictures(package, "word", &mut parts)?;
    parts.retain(|part| !part.trim().is_empty());
    Ok(parts.join("\n"))
}

fn slides(package: &mut Package<'_>) -> Result<String, Reason> {
    let mut slides: Vec<(u32, String)> = Vec::new();
    for name in package.names() {
        let number = name.strip_prefix("ppt/slides/slide").and_then(|rest| rest.strip_suffix(".xml")?.parse().ok());
        slides.extend(number.map(|number| (number, name)));
    }
    slides.sort_unstable();
    let mut parts = Vec::new();
    for (number, name) in slides {
        for part in [name, format!("ppt/notesSlides/notesSlide{number}.xml")] {
            if let Some(xml) = package.part(&part)? {
                parts.push(text(&xml, Family::Slides)?);
            }
        }
    }
    pictures(package, "ppt", &mut parts)?;
    parts.retain(|part| !part.trim().is_empty());
    Ok(parts.join("\n"))
}

/// What stands in boxes and arrows, and the headings of charts, behind all else.
fn pictures(package: &mut Package<'_>, folder: &str, parts: &mut Vec<String>) -> Result<(), Reason> {
    let begins = ["diagrams/data", "charts/chart"].map(|part| format!("{folder}/{part}"));
    let is_one = |name: &String| begins.iter().any(|begin| name.starts_with(begin));
    let mut names: Vec<String> = package.names().into_iter().filter(is_one).collect();
    names.sort_unstable();
    for name in names {
        if let Some(xml) = package.part(&name)? {
            let said = text(&xml, Family::Slides)?;
            parts.push(said.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n");
        }
    }
    Ok(())
}

fn open_document(package: &mut Package<'_>) -> Result<String, Reason> {
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Reason::Protected);
    }
    let xml = package.part("content.xml")?.ok_or_else(|| no_part("content.xml"))?;
    text(&xml, Family::OpenDocument)
}

/// A book is pages, in the order of its spine.
fn book(package: &mut Package<'_>) -> Result<String, Reason> {
    let container = package.part("META-INF/container.xml")?.ok_or_else(|| no_part("META-INF/container.xml"))?;
    let container = String::from_utf8_lossy(&container).into_owned();
    let root = elements(&container, "rootfile").into_iter().find_map(|tag| attribute(tag, "full-path"));
    let root = root.ok_or_else(|| no_part("rootfile"))?;
    let index = package.part(&root)?.ok_or_else(|| no_part(&root))?;
    let index = String::from_utf8_lossy(&index).into_owned();
    let folder = root.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let items: Vec<(String, String)> = elements(&index, "item")
        .into_iter()
        .filter_map(|tag| Some((attribute(tag, "id")?, attribute(tag, "href")?)))
        .collect();
    let spine = elements(&index, "itemref").into_iter().filter_map(|tag| attribute(tag, "idref"));
    let mut parts = Vec::new();
    for id in spine {
        let Some((_, href)) = items.iter().find(|(known, _)| *known == id) else { continue };
        let href = href.split('#').next().unwrap_or_default();
        let path = normal(&format!("{folder}{}", unescaped(href)));
        let Some(bytes) = package.part(&path)? else { continue };
        let characters = page::characters(&bytes, None, false)?.0;
        parts.push(page::text(&characters, PagePart::All)?);
    }
    match parts.is_empty() {
        true if memchr::memmem::find(index.as_bytes(), b"encrypt").is_some() => Err(Reason::Protected),
        true => Err(no_part("the pages of its spine")),
        false => Ok(parts.join("\n")),
    }
}

fn no_part(name: &str) -> Reason {
    Reason::Damaged(format!("it has no {name}"))
}

/// The tags of elements of a name, in whatever namespace.
fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let tags = xml.split('<').skip(1).filter_map(|rest| Some(&rest[..rest.find('>')?]));
    tags.filter(|tag| {
        let qualified = tag.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        qualified.rsplit(':').next() == Some(name)
    })
    .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.match_indices(name).find(|(at, _)| {
        let is_start = tag[..*at].ends_with([' ', '\t', '\r', '\n']);
        is_start && tag[at + name.len()..].trim_start().starts_with('=')
    })?;
    let rest = tag[at.0 + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let value = &rest[1..];
    Some(value[..value.find(quote)?].replace("&amp;", "&"))
}

/// `%20` and the like.
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let [byte, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `a/../b` is `b`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
