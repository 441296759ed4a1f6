//! A message → its text: the subject, then the body.
//!
//! Quoted earlier messages stay, without the `>` at the starts of their lines,
//! which would cut names in two.

use super::options::ReadOptions;
use super::{Field, Reason};

/// What a message is read as.
pub(super) struct Message {
    pub text: String,
    pub fields: Vec<Field>,
}

#[cfg(not(feature = "mail"))]
pub(super) fn read(_: &[u8], _: &ReadOptions) -> Result<Message, Reason> {
    Err(Reason::NotBuilt { kind: super::Kind::Mail, feature: "mail" })
}

#[cfg(feature = "mail")]
pub(super) use parsed::{read, unquoted, value_of};

#[cfg(feature = "mail")]
mod parsed {
    use std::sync::Arc;

    use mail_parser::{Address, HeaderValue, MessageParser, MimeHeaders, PartType};

    use super::*;
    use crate::read::page;

    /// How deep messages are attached to each other.
    const MAX_DEPTH: usize = 8;

    /// Reads a message.
    pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Message, Reason> {
        let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
        let message = message.ok_or(Reason::Damaged("it has no header of a message".into()))?;
        let mut parts = Vec::new();
        add(&message, options, MAX_DEPTH, &mut parts)?;
        let field = |name: &Arc<str>| Field { name: name.clone(), value: value(&message, name) };
        Ok(Message { text: parts.join("\n\n"), fields: options.keep.iter().map(field).collect() })
    }

    fn add(
        message: &mail_parser::Message<'_>,
        options: &ReadOptions,
        depth: usize,
        parts: &mut Vec<String>,
    ) -> Result<(), Reason> {
        parts.extend(message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(String::from));
        for part in message.text_bodies() {
            let text = match &part.body {
                PartType::Text(text) if part.is_content_type("text", "html") => page::text(text, options.page)?,
                PartType::Text(text) => unquoted(text),
                PartType::Html(html) => page::text(html, options.page)?,
                _ => continue,
            };
            parts.push(text.trim_matches(['\n', '\r']).to_string());
        }
        for part in message.attachments() {
            match &part.body {
                PartType::Message(inner) if depth > 0 => add(inner, options, depth - 1, parts)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The value of a header, `Ada Marsh <ada@example.org>` for people.
    fn value(message: &mail_parser::Message<'_>, name: &str) -> String {
        match message.header(name.to_string()) {
            Some(HeaderValue::Text(text)) => text.trim().to_string(),
            Some(HeaderValue::TextList(texts)) => texts.join(", "),
            Some(HeaderValue::DateTime(date)) => date.to_rfc3339(),
            Some(HeaderValue::Address(address)) => people(address),
            _ => message.header_raw(name.to_string()).map_or(String::new(), |raw| raw.trim().to_string()),
        }
    }

    /// The value of a header of so many; `None` where there is none.
    pub fn value_of(headers: &[u8], name: &str) -> Option<String> {
        let message = MessageParser::default().parse_headers(headers)?;
        message.header(name.to_string()).is_some().then(|| value(&message, name))
    }

    fn people(address: &Address<'_>) -> String {
        let person = |one: &mail_parser::Addr<'_>| match (one.name(), one.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_string(),
        };
        address.iter().map(person).collect::<Vec<_>>().join(", ")
    }

    /// The lines without the marks of quoted messages.
    pub fn unquoted(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let mut rest = line;
            while let Some(inner) = rest.strip_prefix('>') {
                rest = inner.strip_prefix(' ').unwrap_or(inner);
            }
            out.push_str(&rest.replace("\r\n", "\n"));
        }
        out
    }
}
