//! What can be done about a mistake, in the words of whoever can do it.
//!
//! The library knows settings, and not what a program calls them: a flag of
//! the command line, an argument in Python.

/// What the settings are called that a message advises to change; by default
/// as the library's own options call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingNames {
    /// [`encoding`](crate::read::InputOptions::encoding)
    pub encoding: &'static str,
    /// [`globs`](crate::read::InputOptions::globs)
    pub globs: &'static str,
    /// [`hidden`](crate::read::InputOptions::hidden)
    pub hidden: &'static str,
    /// [`max_size`](crate::read::InputOptions::max_size)
    pub max_size: &'static str,
    /// [`strict`](crate::read::InputOptions::strict)
    pub strict: &'static str,
    /// [`text_columns`](crate::read::InputOptions::text_columns)
    pub text_columns: &'static str,
    /// [`threads`](crate::run::Run::threads)
    pub threads: &'static str,
}

impl SettingNames {
    /// The library's own.
    pub const LIBRARY: SettingNames = SettingNames {
        encoding: "encoding",
        globs: "globs",
        hidden: "hidden",
        max_size: "max_size",
        strict: "strict",
        text_columns: "text_columns",
        threads: "threads",
    };
}

impl Default for SettingNames {
    fn default() -> Self {
        SettingNames::LIBRARY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{InputError, LeftOut, Reason};
    use crate::run::RunError;

    const OTHERS: SettingNames = SettingNames { max_size: "--max-size", text_columns: "-t", ..SettingNames::LIBRARY };

    #[test]
    fn messages_name_settings_as_their_reader_does() {
        let table = || Reason::Columns { missing: None, columns: "id, body".into() };
        let told =
            |names| [Reason::TooLarge { max: 5 }.told(names), table().told(names), InputError::MaxSize.told(names)];
        let [large, columns, most] = told(&OTHERS);
        assert_eq!(large, "larger than 5 bytes; raise --max-size, or split it");
        assert_eq!(columns, "is a table; name its text column with -t; its columns are id, body");
        assert!(most.starts_with("--max-size: "), "{most}");
        let [large, columns, most] = told(&SettingNames::LIBRARY);
        assert_eq!([large, columns], [Reason::TooLarge { max: 5 }.to_string(), table().to_string()]);
        assert_eq!(most, InputError::MaxSize.to_string());
    }

    #[test]
    fn the_library_names_no_flags() {
        let messages = [
            Reason::Invalid { encoding: "UTF-8", byte: 0 }.to_string(),
            Reason::TooLarge { max: 5 }.to_string(),
            Reason::Columns { missing: None, columns: String::new() }.to_string(),
            InputError::Glob("[".into()).to_string(),
            InputError::Encoding("utf-9".into()).to_string(),
            InputError::MaxSize.to_string(),
            RunError::Threads("none".into()).to_string(),
            LeftOut::default().to_string(),
        ];
        for message in messages {
            assert!(!message.contains("--"), "{message}");
        }
    }
}
