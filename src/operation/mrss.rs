//! Resources in Media RSS, for MVPDs that want to know more than the channel.

use super::resource::Resource;
use crate::input::{InvalidInput, control_character};

const FIELD: &str = "mrss";

/// Writes a [`Resource`] in Media RSS (Adobe: *Identifying protected resources*, *MVPD content
/// metadata exchange*): the channel, and what is shown on it. Characters that XML reserves are
/// escaped; there is no CDATA, which preauthorization does not take.
///
/// ```
/// use tvpass::operation::Mrss;
/// # fn main() -> Result<(), tvpass::input::InvalidInput> {
/// let resource = Mrss::channel("TNT")?.rating("urn:mpaa", "pg")?.build()?;
/// assert_eq!(
///     resource.as_str(),
///     "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>TNT</title>\
///      <media:rating scheme=\"urn:mpaa\">pg</media:rating></channel></rss>"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Mrss {
    channel: String,
    item: String,
    ratings: String,
}

impl Mrss {
    /// A resource on this channel (`channel/title`).
    ///
    /// # Errors
    /// Empty, or a character that XML cannot carry.
    pub fn channel(title: &str) -> Result<Self, InvalidInput> {
        let mut channel = String::new();
        push_element(&mut channel, "title", title)?;
        Ok(Self {
            channel,
            item: String::new(),
            ratings: String::new(),
        })
    }

    /// The title of what is shown (`item/title`).
    ///
    /// # Errors
    /// As for [`channel`](Self::channel).
    pub fn item_title(mut self, title: &str) -> Result<Self, InvalidInput> {
        push_element(&mut self.item, "title", title)?;
        Ok(self)
    }

    /// The identifier of what is shown (`item/guid`).
    ///
    /// # Errors
    /// As for [`channel`](Self::channel).
    pub fn item_guid(mut self, guid: &str) -> Result<Self, InvalidInput> {
        push_element(&mut self.item, "guid", guid)?;
        Ok(self)
    }

    /// A rating for parental control (`media:rating`), such as `TV-14` in the scheme `urn:v-chip`.
    /// There may be several, in different schemes. It stands in the item if there is one, else in
    /// the channel, as in Adobe's samples.
    ///
    /// # Errors
    /// As for [`channel`](Self::channel).
    pub fn rating(mut self, scheme: &str, rating: &str) -> Result<Self, InvalidInput> {
        check(scheme)?;
        check(rating)?;
        self.ratings.push_str("<media:rating scheme=\"");
        push_escaped(&mut self.ratings, scheme);
        self.ratings.push_str("\">");
        push_escaped(&mut self.ratings, rating);
        self.ratings.push_str("</media:rating>");
        Ok(self)
    }

    /// The resource.
    ///
    /// # Errors
    /// Longer than [`MAX_RESOURCE_BYTES`](super::MAX_RESOURCE_BYTES).
    pub fn build(&self) -> Result<Resource, InvalidInput> {
        let (open, close) = match self.item.is_empty() {
            true => ("", ""),
            false => ("<item>", "</item>"),
        };
        Resource::new(&format!(
            "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>{}{open}{}{}{close}</channel></rss>",
            self.channel, self.item, self.ratings
        ))
    }
}

fn push_element(out: &mut String, name: &str, text: &str) -> Result<(), InvalidInput> {
    check(text)?;
    out.extend(["<", name, ">"]);
    push_escaped(out, text);
    out.extend(["</", name, ">"]);
    Ok(())
}

/// Refuses what no escape can carry (XML 1.0 §2.2), and control characters, which no title has.
fn check(text: &str) -> Result<(), InvalidInput> {
    if text.trim().is_empty() {
        return Err(InvalidInput::new(FIELD, "has an empty text; leave it out"));
    }
    let refused = |c: &char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    match text.chars().find(refused) {
        Some(c) => Err(control_character(FIELD, c)),
        None => Ok(()),
    }
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_stands_in_the_item_with_its_ratings() {
        let resource = Mrss::channel("TNT")
            .and_then(|mrss| mrss.rating("urn:v-chip", "TV-14"))
            .and_then(|mrss| mrss.item_title("Law & <Order>"))
            .and_then(|mrss| mrss.item_guid("\"a'b\""))
            .and_then(|mrss| mrss.rating("urn:\"mpaa\"", "pg"))
            .and_then(|mrss| mrss.build())
            .unwrap();
        assert_eq!(
            resource.as_str(),
            "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>TNT</title><item>\
             <title>Law &amp; &lt;Order&gt;</title><guid>&quot;a&apos;b&quot;</guid>\
             <media:rating scheme=\"urn:v-chip\">TV-14</media:rating>\
             <media:rating scheme=\"urn:&quot;mpaa&quot;\">pg</media:rating></item></channel></rss>"
        );
    }

    #[test]
    fn no_text_gets_out_of_its_element() {
        let hostile = "]]></title><x a=\"'&#60;<![CDATA[";
        let resource = Mrss::channel(hostile)
            .and_then(|mrss| mrss.rating(hostile, hostile))
            .and_then(|mrss| mrss.build())
            .unwrap();
        let text = resource.as_str();
        assert!(!text.contains("<![") && !text.contains("<x"));
        assert_eq!(text.matches('<').count(), 8, "{text}");
        assert_eq!(text.matches('"').count(), 6, "{text}");
    }

    #[test]
    fn what_xml_cannot_carry_is_refused() {
        for bad in ["", " ", "a\0b", "a\u{1}", "a\nb", "a\u{ffff}"] {
            assert_eq!(Mrss::channel(bad).expect_err(bad).field(), "mrss");
            let mrss = Mrss::channel("TNT").unwrap();
            assert!(mrss.clone().item_title(bad).is_err());
            assert!(mrss.clone().item_guid(bad).is_err());
            assert!(mrss.clone().rating(bad, "pg").is_err());
            assert!(mrss.rating("urn:mpaa", bad).is_err());
        }
        let long = Mrss::channel(&"x".repeat(70_000)).unwrap();
        assert_eq!(long.build().unwrap_err().field(), "resources");
    }
}
