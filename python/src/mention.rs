//! One mention, as Python sees it.

use gaztag::write::Mention as Found;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use rust_decimal::Decimal;

/// One mention of a text. Immutable; equal to another with the same values.
#[pyclass(frozen, eq, hash, module = "gaztag", name = "Mention")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The line that it begins in, from 1.
    #[pyo3(get)]
    line: u64,
    /// Its first code point, from the start of the text: `text[m.start:m.end]` is `m.text`.
    #[pyo3(get)]
    start: u64,
    /// One past its last code point.
    #[pyo3(get)]
    end: u64,
    /// `ORG`, `PLACE`, `MONEY`, or a label of a list of your own.
    #[pyo3(get)]
    label: String,
    /// The mention as it stands in the text.
    #[pyo3(get)]
    text: String,
    /// The name in full, for a short form that of the long one; None for money.
    #[pyo3(get)]
    name: Option<String>,
    /// The id of the list row, such as `gn:1796236`; None where a rule composed the name.
    #[pyo3(get)]
    id: Option<String>,
    amount: Option<Decimal>,
    amount_max: Option<Decimal>,
    /// ISO 4217; None where the words do not decide it.
    #[pyo3(get)]
    currency: Option<String>,
    /// Why it is there: `list`, `acronym`, `suffix:Co Ltd` …
    #[pyo3(get)]
    rule: String,
    /// The sentence around it, white space folded; None where sentences were not asked for.
    #[pyo3(get)]
    sentence: Option<String>,
    columns: Vec<(String, String)>,
}

impl Mention {
    /// A row with the values of the columns of lists that were asked for.
    pub fn new(found: Found<'_>, columns: &[String], with_sentence: bool) -> Self {
        Mention {
            line: found.line,
            start: found.start,
            end: found.end,
            label: found.label.into(),
            text: found.text.into(),
            name: filled(found.name.into()),
            id: filled(found.id.into()),
            amount: found.amount.map(|amount| amount.normalize()),
            amount_max: found.amount_max.map(|amount| amount.normalize()),
            currency: filled(found.currency.into()),
            rule: found.rule.into(),
            sentence: with_sentence.then(|| found.sentence.into()),
            columns: columns.iter().cloned().zip(found.columns).collect(),
        }
    }
}

fn filled(value: String) -> Option<String> {
    (!value.is_empty()).then_some(value)
}

/// As `decimal.Decimal`.
fn decimal<'py>(py: Python<'py>, amount: Option<Decimal>) -> PyResult<Option<Bound<'py, PyAny>>> {
    amount.map(|amount| py.import("decimal")?.getattr("Decimal")?.call1((amount.to_string(),))).transpose()
}

fn amount(value: &Bound<'_, PyAny>) -> PyResult<Option<Decimal>> {
    if value.is_none() {
        return Ok(None);
    }
    let figures = value.str()?.to_string();
    figures.parse().map(Some).map_err(|_| PyValueError::new_err(format!("{figures} is no amount")))
}

#[pymethods]
impl Mention {
    /// The amount in whole units of the currency, exactly; of a range the lower end.
    #[getter]
    fn amount<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        decimal(py, self.amount)
    }

    /// The upper end of a range.
    #[getter]
    fn amount_max<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        decimal(py, self.amount_max)
    }

    /// The columns of the lists that were asked for, by name.
    #[getter]
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (name, value) in &self.columns {
            columns.set_item(name, filled(value.clone()))?;
        }
        Ok(columns)
    }

    /// All values by the names of the columns; those of lists as `gaz_<column>`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let values = PyDict::new(py);
        values.set_item("line", self.line)?;
        values.set_item("start", self.start)?;
        values.set_item("end", self.end)?;
        values.set_item("label", &self.label)?;
        values.set_item("text", &self.text)?;
        values.set_item("name", &self.name)?;
        values.set_item("id", &self.id)?;
        values.set_item("amount", decimal(py, self.amount)?)?;
        values.set_item("amount_max", decimal(py, self.amount_max)?)?;
        values.set_item("currency", &self.currency)?;
        values.set_item("rule", &self.rule)?;
        values.set_item("sentence", &self.sentence)?;
        for (name, value) in &self.columns {
            values.set_item(format!("gaz_{name}"), filled(value.clone()))?;
        }
        Ok(values)
    }

    #[staticmethod]
    fn _from_dict(values: &Bound<'_, PyDict>) -> PyResult<Self> {
        let value = |name: &str| values.get_item(name).map(|value| value.expect("to_dict wrote it"));
        let mut columns = Vec::new();
        for (name, value) in values {
            if let Some(name) = name.extract::<String>()?.strip_prefix("gaz_") {
                columns.push((name.to_string(), value.extract::<Option<String>>()?.unwrap_or_default()));
            }
        }
        Ok(Mention {
            line: value("line")?.extract()?,
            start: value("start")?.extract()?,
            end: value("end")?.extract()?,
            label: value("label")?.extract()?,
            text: value("text")?.extract()?,
            name: value("name")?.extract()?,
            id: value("id")?.extract()?,
            amount: amount(&value("amount")?)?,
            amount_max: amount(&value("amount_max")?)?,
            currency: value("currency")?.extract()?,
            rule: value("rule")?.extract()?,
            sentence: value("sentence")?.extract()?,
            columns,
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let values = slf.get().to_dict(slf.py())?;
        Ok((slf.get_type().getattr("_from_dict")?, PyTuple::new(slf.py(), [values])?))
    }

    fn __repr__(&self) -> String {
        let told = match (&self.name, self.amount) {
            (_, Some(amount)) => format!(", {amount} {}", self.currency.as_deref().unwrap_or("?")),
            (Some(name), None) if *name != self.text => format!(", {name:?}"),
            _ => String::new(),
        };
        format!("<Mention {} {}:{} {:?}{told}>", self.label, self.start, self.end, self.text)
    }
}
