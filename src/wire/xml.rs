//! Enhanced errors of REST API V1 in XML: `<error><code>…</code>…</error>`.
//!
//! V1 answers in JSON or XML by `Accept`; this library asks for JSON, so XML is what a gateway or
//! an old configuration makes of it. The format is flat and documented, so reading it takes a
//! search for each element; an XML parser would cost a device more than everything else here.

use std::borrow::Cow;

/// The text of the first element `name` inside the document's `<error>`, entities resolved.
pub(super) fn error_member<'a>(document: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let (_, error) = document.split_once("<error>")?;
    let (error, _) = error.split_once("</error>")?;
    let mut rest = error;
    loop {
        let (_, after) = rest.split_once('<')?;
        if let Some(content) = after
            .strip_prefix(name)
            .and_then(|after| after.strip_prefix('>'))
        {
            let (content, _) = content.split_once('<')?;
            return Some(unescape(content.trim()));
        }
        rest = after;
    }
}

/// The five predefined entities (XML 1.0 §4.6); `&amp;` last, so that `&amp;lt;` stays `&lt;`.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adobes_sample_is_read() {
        let document = "<error>\n  <action>none</action>\n  <status>400</status>\n  <code>invalid_requestor</code>\n  \
                        <message>The \"requestor\" &lt;parameter&gt; &amp;lt; isn&apos;t &quot;there&quot;.</message>\n</error>";
        assert_eq!(
            error_member(document, "code").as_deref(),
            Some("invalid_requestor")
        );
        assert_eq!(error_member(document, "status").as_deref(), Some("400"));
        assert_eq!(
            error_member(document, "message").as_deref(),
            Some("The \"requestor\" <parameter> &lt; isn't \"there\".")
        );
        assert_eq!(error_member(document, "trace"), None);
    }

    #[test]
    fn anything_else_gives_nothing() {
        for document in [
            "",
            "<error>",
            "<error><code>",
            "<html><code>x</code></html>",
            "<error></error><code>x</code>",
            "<code>x</code><error></error>",
        ] {
            assert_eq!(error_member(document, "code"), None, "{document}");
        }
    }
}
