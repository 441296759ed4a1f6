//! The command line of gaztag, to be called.
//!
//! An archive of the source holds no target outside the folder of its crate,
//! so the program is a module here.

#[path = "../../../src/bin/gaztag/main.rs"]
mod program;

// What the modules of the program call `crate::…`.
use program::*;

pub use program::run;
