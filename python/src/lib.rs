//! gaztag for Python: what `python/gaztag/` is made of.

mod columns;
mod errors;
mod files;
mod mention;
mod native;
mod stream;
mod tagger;
mod text;

use pyo3::prelude::*;
use std::ffi::OsString;

/// Runs the command line and returns its exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    let code = py.detach(|| gaztag_command::run(&arguments));
    // An exit code cannot be asked for its number.
    (0..=u8::MAX).find(|&number| code == number.into()).unwrap_or(1)
}

#[pymodule]
mod _gaztag {
    #[pymodule_export]
    use super::files::{Documents, read, table};
    #[pymodule_export]
    use super::main;
    #[pymodule_export]
    use super::mention::Mention;
    #[pymodule_export]
    use super::native::{Lists, NativeTagger, RowStream, Rows, label_of, text_stretches};

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        use pyo3::types::PyModuleMethods;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
