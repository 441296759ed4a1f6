//! What a person wrote into the column `verdict`.

/// What a row should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No mention.
    No,
    /// What it is, but for what is named here; `yes` names nothing.
    Is { label: Option<String>, name: Option<String>, id: Option<String> },
}

/// What serves as a verdict, for messages.
pub(super) const HELP: &str =
    "write no, yes, a label such as ORG, `name: …` or `id: …`; several are divided by a semicolon";

/// Reads a verdict that is not empty; `labels` are those that are known, and
/// any word in capitals is one too.
pub(super) fn parse(verdict: &str, labels: &[&str]) -> Result<Verdict, String> {
    let (mut label, mut name, mut id, mut is_no) = (None, None, None, false);
    let parts = verdict.split(';').map(str::trim).filter(|part| !part.is_empty());
    for part in parts.clone() {
        match part.split_once(':').map(|(key, value)| (key.trim().to_lowercase(), value.trim())) {
            Some((key, value)) if key == "name" && !value.is_empty() => set(&mut name, value)?,
            Some((key, value)) if key == "id" && !value.is_empty() => set(&mut id, value)?,
            Some(_) => return Err(format!("`{part}` is no verdict")),
            None if part.eq_ignore_ascii_case("no") => is_no = true,
            None if ["yes", "ok"].iter().any(|yes| part.eq_ignore_ascii_case(yes)) => {}
            None => set(&mut label, &known_label(part, labels)?)?,
        }
    }
    match (is_no, parts.count()) {
        (false, _) => Ok(Verdict::Is { label, name, id }),
        (true, 1) => Ok(Verdict::No),
        (true, _) => Err(format!("`{verdict}` says no, and more")),
    }
}

fn set(slot: &mut Option<String>, value: &str) -> Result<(), String> {
    match slot.replace(value.to_string()) {
        Some(before) if before != value => Err(format!("`{before}` and `{value}` are two answers to one question")),
        _ => Ok(()),
    }
}

fn known_label(word: &str, labels: &[&str]) -> Result<String, String> {
    let is_label = |c: char| c.is_uppercase() || c.is_numeric() || c == '_' || c == '-';
    match labels.iter().find(|label| label.eq_ignore_ascii_case(word)) {
        Some(&"MONEY") => Err("an amount is no name that a list could hold".into()),
        Some(label) => Ok(label.to_string()),
        None if word.chars().count() > 1 && word.chars().all(is_label) => Ok(word.to_string()),
        None => Err(format!("`{word}` is no verdict")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts() {
        let is = |label: &str, name: &str, id: &str| {
            let part = |part: &str| (!part.is_empty()).then(|| part.to_string());
            Some(Verdict::Is { label: part(label), name: part(name), id: part(id) })
        };
        for (verdict, expected) in [
            ("no", Some(Verdict::No)),
            (" NO ", Some(Verdict::No)),
            ("yes", is("", "", "")),
            ("org", is("ORG", "", "")),
            ("DRUG", is("DRUG", "", "")),
            ("Ship", is("ship", "", "")),
            ("name: Zorblax: the Firm", is("", "Zorblax: the Firm", "")),
            ("ORG; Name:Zorblax ; id: crm:7", is("ORG", "Zorblax", "crm:7")),
            ("nope", None),
            ("name:", None),
            ("no; ORG", None),
            ("ORG; PLACE", None),
            ("MONEY", None),
        ] {
            assert_eq!(parse(verdict, &["ORG", "PLACE", "MONEY", "ship"]).ok(), expected, "{verdict}");
        }
    }
}
