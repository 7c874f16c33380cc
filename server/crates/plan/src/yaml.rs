//! Data as YAML.

use serde::Serialize;
use serde::ser::Error;

/// The data as YAML, with enums as the maps that JSON makes of them: YAML's own tags cannot be nested, and few
/// readers know them.
pub(crate) fn to_string(data: &impl Serialize) -> Result<String, serde_norway::Error> {
    serde_norway::to_string(&serde_json::to_value(data).map_err(serde_norway::Error::custom)?)
}
