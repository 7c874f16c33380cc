//! Rules about security and compliance.

use crate::rules::check::rules;

mod personal;

rules![
    endpoint_without_authentication,
    personal_data_without_retention,
    regime_without_requirement,
    unprotected_secret,
    unlimited_public_endpoint,
    exposed_credential by chapter,
    personal_data_in_url,
    plain_http by chapter,
];
