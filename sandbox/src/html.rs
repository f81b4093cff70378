//! Pages for people: one look, nothing from elsewhere, readable on a phone and by keyboard.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem}\
label{display:block;margin-top:1rem}\
input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;margin-top:.25rem}\
button{font:inherit;padding:.6rem 1.2rem;margin:1.25rem .5rem 0 0}\
img{max-width:100%;height:auto}\
[role=alert]{border:2px solid #b3261e;border-radius:.4rem;padding:.6rem}\
:focus-visible{outline:3px solid #1a73e8;outline-offset:2px}\
code{overflow-wrap:anywhere}";

/// Nothing but what the page itself has and pictures of the sandbox. Where forms may lead is not
/// restricted: browsers would apply that to the redirect at the end of a sign-in, which leads to
/// the app.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Text as it stands in HTML or XML, in content or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// A page. `title` is text, `content` is HTML whose foreign parts are escaped.
pub(crate) fn page(status: u16, title: &str, content: &str) -> Response<Body> {
    let title = escape(title);
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <style>{STYLE}</style></head>\n<body><main><h1>{title}</h1>\n{content}\n</main></body></html>\n"
    );
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html;charset=UTF-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page with one paragraph of text.
pub(crate) fn note(status: u16, title: &str, text: &str) -> Response<Body> {
    page(status, title, &format!("<p>{}</p>", escape(text)))
}

/// A redirect: 302 for Adobe's and the MVPD's own, 303 after a form.
pub(crate) fn redirect(status: StatusCode, location: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    match HeaderValue::from_str(location) {
        Ok(location) => {
            *response.status_mut() = status;
            response.headers_mut().insert(header::LOCATION, location);
        }
        // A redirect URL is checked before it is kept, so that this is out of reach.
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escape("<a href=\"x\" title='y'>&"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;"
        );
    }
}
