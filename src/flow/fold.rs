//! Names as somebody types them on a remote: without accents, letter case, spaces and punctuation.

/// The words of `text`, each in small letters without accents.
pub(super) fn folded(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars().flat_map(char::to_lowercase) {
        // Accents that stand behind their letter.
        if ('\u{300}'..='\u{36f}').contains(&c) {
            continue;
        }
        // `AT&T` and `O'Neil` are one word.
        if matches!(c, '&' | '\'' | '’' | '.') {
            continue;
        }
        if !c.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        if let Some(word) = words.last_mut() {
            match plain(c) {
                Some(letters) => word.push_str(letters),
                None => word.push(c),
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The letters without accents; none if it has none of those that are used in Latin script.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ'..='ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_punctuation_make_no_difference() {
        for (text, words) in [
            ("Cablevisión", &["cablevision"][..]),
            ("CABLEVISIO\u{301}N", &["cablevision"]),
            ("AT&T U-verse", &["att", "u", "verse"]),
            ("  Télé  Québec ", &["tele", "quebec"]),
            ("Straße Łódź İO", &["strasse", "lodz", "io"]),
            ("有线 2", &["有线", "2"]),
            ("!?", &[]),
        ] {
            assert_eq!(folded(text), words, "{text}");
        }
    }
}
