//! Embeds the templates, so that the executable carries them.

fn main() {
    minijinja_embed::embed_templates!("templates", &[".j2"]);
}
