//! A message → its text: the subject, then the body.
//!
//! Quoted earlier messages stay, without the `>` at the starts of their lines,
//! which would cut names in two.

use super::options::ReadOptions;
use super::{Decoded, Field, Reason};

/// What a message is read as.
pub(super) struct Message {
    pub text: String,
    pub fields: Vec<Field>,
    pub encoding: Decoded,
}

#[cfg(not(feature = "mail"))]
pub(super) fn read(_: &[u8], _: &ReadOptions) -> Result<Message, Reason> {
    Err(Reason::NotBuilt { kind: super::Kind::Mail, feature: "mail" })
}

#[cfg(feature = "mail")]
pub(super) use parsed::{read, unquoted, value_of};

#[cfg(feature = "mail")]
mod parsed {
    use std::borrow::Cow;
    use std::sync::Arc;

    use encoding_rs::{Encoding, UTF_8};
    use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
    use mail_parser::{Address, Encoding as Transfer, HeaderValue, MessageParser, MessagePart, MimeHeaders, PartType};

    use super::*;
    use crate::read::{decode, page};

    /// How deep messages are attached to each other.
    const MAX_DEPTH: usize = 8;

    /// Reads a message.
    pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Message, Reason> {
        let bytes = bytes.trim_ascii_start();
        let whole = with_clear_headers(bytes, options)?;
        let Some(message) = MessageParser::default().parse(&*whole).filter(|message| !message.headers().is_empty())
        else {
            return bare(bytes, options);
        };
        let mut body = Body { options, parts: Vec::new(), encoding: Decoded::default() };
        body.add(&message, MAX_DEPTH)?;
        let field = |name: &Arc<str>| Field { name: name.clone(), value: value(&message, name) };
        let fields = options.keep.iter().map(field).collect();
        Ok(Message { text: body.parts.join("\n\n"), fields, encoding: body.encoding })
    }

    /// A message without a header is its body.
    fn bare(bytes: &[u8], options: &ReadOptions) -> Result<Message, Reason> {
        if bytes.is_empty() {
            return Err(Reason::Damaged("it has no header of a message".into()));
        }
        let (text, encoding) = decode(bytes, options.encoding, options.strict)?;
        let none = |name: &Arc<str>| Field { name: name.clone(), value: String::new() };
        Ok(Message { text: unquoted(&text), fields: options.keep.iter().map(none).collect(), encoding })
    }

    /// The message with headers in UTF-8, where they stand in bare letters of
    /// another encoding.
    fn with_clear_headers<'b>(bytes: &'b [u8], options: &ReadOptions) -> Result<Cow<'b, [u8]>, Reason> {
        let ends = [&b"\n\n"[..], b"\n\r\n"].into_iter().filter_map(|end| memchr::memmem::find(bytes, end));
        let (head, rest) = bytes.split_at(ends.min().unwrap_or(bytes.len()));
        if std::str::from_utf8(head).is_ok() {
            return Ok(bytes.into());
        }
        // All of it tells better than a line, but a line may be UTF-8, or say
        // itself what it is.
        let (_, how) = decode(head, options.encoding, options.strict)?;
        let told = Encoding::for_label(how.name.as_bytes());
        let mut clear = Vec::with_capacity(bytes.len() + 64);
        for line in head.split_inclusive(|byte| *byte == b'\n') {
            match std::str::from_utf8(line).is_ok() || memchr::memmem::find(line, b"=?").is_some() {
                true => clear.extend_from_slice(line),
                false => clear.extend_from_slice(decode(line, told, options.strict)?.0.as_bytes()),
            }
        }
        clear.extend_from_slice(rest);
        Ok(clear.into())
    }

    /// What is read of a message.
    struct Body<'o> {
        options: &'o ReadOptions,
        parts: Vec<String>,
        encoding: Decoded,
    }

    impl Body<'_> {
        fn add(&mut self, message: &mail_parser::Message<'_>, depth: usize) -> Result<(), Reason> {
            self.parts.extend(message.subject().map(str::trim).filter(|subject| !subject.is_empty()).map(String::from));
            let first = self.parts.len();
            for part in message.text_bodies() {
                self.add_part(message, part)?;
            }
            if self.parts[first..].iter().all(|text| text.trim().is_empty()) {
                self.parts.truncate(first);
                for part in message.html_bodies() {
                    self.add_part(message, part)?;
                }
            }
            for part in message.attachments() {
                match &part.body {
                    PartType::Message(inner) if depth > 0 => self.add(inner, depth - 1)?,
                    PartType::Text(_) if is_shown(part) => self.add_part(message, part)?,
                    _ => {}
                }
            }
            Ok(())
        }

        fn add_part(&mut self, message: &mail_parser::Message<'_>, part: &MessagePart<'_>) -> Result<(), Reason> {
            let is_page = part.is_content_type("text", "html");
            let text = match &part.body {
                PartType::Text(text) | PartType::Html(text) => self.characters(message, part, text, is_page)?,
                _ => return Ok(()),
            };
            let text = match is_page || matches!(part.body, PartType::Html(_)) {
                true => page::text(&text, self.options.page)?,
                false => unquoted(&text),
            };
            self.parts.push(text.trim_matches(['\n', '\r']).to_string());
            Ok(())
        }

        /// The characters of a part: in UTF-8 where its bytes are that, else as
        /// its header says, else as a page says itself, else as its bytes tell.
        fn characters<'t>(
            &mut self,
            message: &mail_parser::Message<'_>,
            part: &MessagePart<'_>,
            parsed: &'t str,
            is_page: bool,
        ) -> Result<Cow<'t, str>, Reason> {
            let named = part.content_type().and_then(|content| content.attribute("charset"));
            let encoding = named.and_then(|named| Encoding::for_label_no_replacement(named.trim().as_bytes()));
            // What only the parser knows, such as UTF-7.
            let is_other = encoding.is_none() && named.is_some() && !parsed.contains(char::REPLACEMENT_CHARACTER);
            if is_other || encoding.is_some_and(|encoding| !encoding.is_ascii_compatible()) {
                return Ok(parsed.into());
            }
            let Some(bytes) = bytes(message, part) else { return Ok(parsed.into()) };
            // What is UTF-8 shows it.
            let encoding = encoding.filter(|encoding| *encoding != UTF_8);
            let (options, named) = (self.options, encoding.or(self.options.encoding));
            let (text, how) = match is_page && encoding.is_none() {
                true => page::characters(&bytes, named, options.strict)?,
                false => decode(&bytes, named, options.strict)?,
            };
            self.note(how);
            Ok(text.into_owned().into())
        }

        /// A message is read as the first of its parts that is not UTF-8.
        fn note(&mut self, how: Decoded) {
            let repaired = self.encoding.repaired + how.repaired;
            if self.encoding.name == Decoded::default().name || how.is_detected && !self.encoding.is_detected {
                self.encoding = how;
            }
            self.encoding.repaired = repaired;
        }
    }

    /// True for a part that is no attachment: its text shows below the body,
    /// though it has the name of a file.
    fn is_shown(part: &MessagePart<'_>) -> bool {
        part.is_content_type("text", "plain") && part.content_disposition().is_some_and(|how| how.is_inline())
    }

    /// The bytes of a part as they were before it was made fit for mail.
    fn bytes<'m>(message: &'m mail_parser::Message<'_>, part: &MessagePart<'_>) -> Option<Cow<'m, [u8]>> {
        let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize)?;
        match part.encoding {
            Transfer::None => Some(raw.into()),
            Transfer::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
            Transfer::Base64 => base64_decode(raw).map(Cow::Owned),
        }
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

#[cfg(all(test, feature = "mail"))]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> Message {
        let keep = vec!["from".into()];
        let options = crate::read::InputOptions { keep, ..Default::default() };
        read(bytes, &ReadOptions::new(&options, None)).unwrap()
    }

    #[test]
    fn every_charset_is_read() {
        for (charset, said) in [
            ("utf-8", "Łódź"),
            ("gb2312", "上海的银行"),
            ("gbk", "上海的银行"),
            ("big5", "台北的銀行"),
            ("shift_jis", "東京の銀行"),
            ("euc-jp", "東京の銀行"),
            ("iso-2022-jp", "東京の銀行"),
            ("euc-kr", "서울 은행"),
            ("koi8-r", "Москва"),
            ("iso-8859-2", "Łódź"),
            ("windows-1252", "Zürich"),
        ] {
            let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
            let bytes = encoding.encode(said).0;
            let quoted: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
            let head = format!(
                "From: =?{charset}?Q?{quoted}?= <a@example.org>\nSubject: =?{charset}?Q?{quoted}?=\n\
                 MIME-Version: 1.0\nContent-Type: text/plain; charset=\"{charset}\"\nContent-Transfer-Encoding: "
            );
            let plain = [format!("{head}8bit\n\n").as_bytes(), &bytes].concat();
            for bytes in [plain, format!("{head}quoted-printable\n\n{quoted}").into_bytes()] {
                let message = message(&bytes);
                assert_eq!(message.text, format!("{said}\n\n{said}"), "{charset}");
                assert_eq!(message.fields[0].value, format!("{said} <a@example.org>"), "{charset}");
            }
        }
    }

    #[test]
    fn messages_in_messages_are_read_down_to_eight() {
        let mut text = "Subject: level 9\n\nlast\n".to_string();
        for level in (0..9).rev() {
            let boundary = format!("b{level}x");
            text = format!(
                "Subject: level {level}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary={boundary}\n\n\
                 --{boundary}\nContent-Type: text/plain\n\nbody\n--{boundary}\nContent-Type: message/rfc822\n\n\
                 {text}\n--{boundary}--\n"
            );
        }
        let read = message(text.as_bytes()).text;
        let levels: Vec<&str> = read.lines().filter(|line| line.starts_with("level")).collect();
        assert_eq!(levels, (0..=8).map(|level| format!("level {level}")).collect::<Vec<_>>());
    }

    #[test]
    fn what_no_header_tells_is_told_from_the_bytes() {
        let said = "Das Büro in Zürich, über fünf Jahre";
        let bytes = encoding_rs::WINDOWS_1252.encode(said).0;
        for head in ["", "Content-Type: text/plain; charset=us-ascii\n", "Content-Type: text/plain; charset=utf-8\n"] {
            let subject = [b"Subject: ", &*bytes, b"\nFrom: M\xfcller\n", head.as_bytes(), b"\n"].concat();
            let message = message(&[&subject, &*bytes].concat());
            assert_eq!(message.text, format!("{said}\n\n{said}"), "{head}");
            assert_eq!((message.encoding.name, &*message.fields[0].value), ("windows-1252", "Müller"));
        }
    }

    #[test]
    fn parts_that_a_reader_sees() {
        let part = |kind: &str, text: &str| format!("--b\nContent-Type: {kind}\n\n{text}\n");
        let plain = part("text/plain", "one");
        for (kind, parts, said) in [
            ("alternative", part("text/plain", "") + &part("text/html", "<p>Mun<b>ich</b>"), "x\n\nMunich\n"),
            ("alternative", plain.clone() + &part("text/html", "<p>two"), "x\n\none"),
            (
                "mixed",
                plain.clone() + &part("text/plain\nContent-Disposition: attachment; filename=a.txt", "no"),
                "x\n\none",
            ),
            ("mixed", plain + &part("text/plain; name=a.txt\nContent-Disposition: inline", "two"), "x\n\none\n\ntwo"),
        ] {
            let text = format!("\n\nSubject: x\nContent-Type: multipart/{kind}; boundary=b\n\n{parts}--b--\n");
            assert_eq!(message(text.as_bytes()).text.trim(), said.trim(), "{text}");
        }
        assert_eq!(message(b"\nOnly a body.\n").text, "Only a body.\n");
    }
}
