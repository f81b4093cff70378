//! Which labels of a host name are punycode that says something (RFC 3492, UTS #46).
//!
//! Browsers refuse a host with a label that begins with `xn--` and is none, and some programs show
//! such a label as the ASCII that it hides (`xn--evil-`). What a label may say is a matter of
//! tables of 100 KB that do not belong on a device: a browser refuses more, and opens nothing then.

/// The parameters of RFC 3492 §5.
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 0x80;

/// Whether `label` either makes no claim to be punycode, or is the punycode of characters of which
/// one at least is outside ASCII.
pub(super) fn is_label(label: &str) -> bool {
    match label.split_at_checked(4) {
        Some((prefix, encoded)) if prefix.eq_ignore_ascii_case("xn--") => decode(encoded).is_some(),
        _ => true,
    }
}

/// Decodes as RFC 3492 §6.2 does, without keeping what comes out. `None`: nothing does that is
/// outside ASCII, a digit is wrong or missing, or a number is too large.
fn decode(encoded: &str) -> Option<()> {
    let (basic, digits) = match encoded.rsplit_once('-') {
        // A hyphen with nothing before it is no delimiter, and no digit.
        Some(("", _)) => return None,
        Some(parts) => parts,
        None => ("", encoded),
    };
    let mut length = u32::try_from(basic.len()).ok()?;
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    let mut digits = digits.bytes().peekable();
    digits.peek()?;
    while digits.peek().is_some() {
        let before = i;
        let (mut weight, mut k) = (1u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let t = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k = k.checked_add(BASE)?;
        }
        length = length.checked_add(1)?;
        bias = adapt(i.checked_sub(before)?, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        // No surrogate, none above the last character, and no control character.
        char::from_u32(n).filter(|c| !c.is_control())?;
        i += 1;
    }
    Some(())
}

fn digit(b: u8) -> Option<u32> {
    match b {
        b'0'..=b'9' => Some(u32::from(b - b'0') + 26),
        _ => char::from(b).to_digit(36).map(|digit| digit - 10),
    }
}

/// RFC 3492 §6.1.
fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punycode_is_told_from_what_only_begins_like_it() {
        for label in [
            "",
            "www",
            "xn-",
            "xn-a",
            "x--n",
            "xn--bcher-kva",
            "XN--BCHER-KVA",
            "xn--mnchen-3ya",
            "xn--fiqs8s",
            "xn--80ak6aa92e",
            "xn--n3h",
            // U+E000, U+10FFFF.
            "xn--0y0c",
            "xn--dn32g",
            // RFC 3492 §7.1, (A) Arabic and (L) 3<nen>B<gumi><kinpachi><sensei>.
            "xn--egbpdaj6bu4bxfgehfvwxn",
            "xn--3B-ww4c5e180e575a65lsy2b",
        ] {
            assert!(is_label(label), "{label}");
        }
        for label in [
            "xn--",
            "XN--",
            "Xn--a-",
            "xn---",
            "xn--evil-",
            "xn---a",
            // The first number has no end.
            "xn--z",
            "xn--99999999999",
            // U+D800, U+DFFF, U+110000, U+0080.
            "xn--ib9b",
            "xn--zy0c",
            "xn--en32g",
            "xn--a",
            "xn--a-_",
            "xn--bcher-kva!",
        ] {
            assert!(!is_label(label), "{label}");
        }
    }
}
