//! The template that `specwave init` and editors write.

use specwave_plan::Config;
use specwave_source::Sources;
use specwave_spec::{domain_of_name, template};

#[test]
fn the_template_has_no_findings() {
    for name in ["Gift Cards", "Seats: the new ones"] {
        let text = template(name, &domain_of_name(name));
        let (spec, sources) = (specwave_spec::parse(&text), Sources::single("", text));
        assert_eq!(specwave_plan::check(&spec, &sources, &Config::default()), [], "{name}");
    }
}
