//! Errors, as the classes of `gaztag.errors`.

use gaztag::gazetteer::Severity;
use gaztag::{ListErrors, SettingNames};
use pyo3::prelude::*;
use pyo3::types::PyList;

/// A problem of a list: severity, path, line, column, value, message, help.
pub type Problem<'p> = (&'static str, &'p str, u64, u64, &'p str, &'p str, &'p str);

/// A problem in plain values.
pub fn problem(problem: &gaztag::Problem) -> Problem<'_> {
    let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
    let gaztag::Problem { path, line, column, value, message, help, .. } = problem;
    (severity, path, *line, *column, value, message, help)
}

/// What messages call the settings.
pub const KEYWORDS: SettingNames = SettingNames { text_columns: "text_column", ..SettingNames::LIBRARY };

/// `ListError`, with every problem.
pub fn list_errors(py: Python<'_>, errors: &ListErrors) -> PyErr {
    let make = || {
        let problems = PyList::new(py, errors.problems.iter().map(problem))?;
        class(py, "ListError")?.call_method1("_of", (problems, errors.more))
    };
    make().map_or_else(|error| error, PyErr::from_value)
}

/// `OptionError`: an option has a value that it cannot have.
pub fn option_error(py: Python<'_>, message: &str) -> PyErr {
    made(py, "OptionError", message)
}

/// `TextError`: a text cannot be read.
pub fn text_error(py: Python<'_>, message: &str) -> PyErr {
    made(py, "TextError", message)
}

/// `PathError`: a path cannot be read.
pub fn path_error(py: Python<'_>, message: &str) -> PyErr {
    made(py, "PathError", message)
}

fn made(py: Python<'_>, name: &str, message: &str) -> PyErr {
    class(py, name).and_then(|class| class.call1((message,))).map_or_else(|error| error, PyErr::from_value)
}

fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("gaztag.errors")?.getattr(name)
}
