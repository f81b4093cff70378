//! `GET /logos/{mvpd}.svg`: the logos of the configuration, drawn from the names.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

use crate::enhanced::respond;
use crate::{html, providers};

/// The logo of an MVPD: its initials on a colour of its own, 112 by 33 as one of Adobe's samples.
pub(crate) async fn logo(Path(file): Path<String>) -> Response<Body> {
    let id = file.strip_suffix(".svg").unwrap_or_default();
    let Some(mvpd) = providers::find(id) else {
        return respond(404, "text/plain", "There is no such logo.\n");
    };
    let fold = |sum: u32, byte: u8| sum.wrapping_mul(31).wrapping_add(u32::from(byte));
    let hue = id.bytes().fold(7, fold) % 360;
    let name = html::escape(mvpd.name);
    let initials: String = mvpd
        .name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(4)
        .collect();
    let initials = html::escape(&initials.to_uppercase());
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"112\" height=\"33\" viewBox=\"0 0 112 33\" \
         role=\"img\" aria-label=\"{name}\"><title>{name}</title>\
         <rect width=\"112\" height=\"33\" rx=\"4\" fill=\"hsl({hue},60%,28%)\"/>\
         <text x=\"56\" y=\"22\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"16\" \
         font-weight=\"bold\" fill=\"#fff\">{initials}</text></svg>\n"
    );
    respond(200, "image/svg+xml", svg)
}
