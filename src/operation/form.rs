//! A form as the body of a request (`application/x-www-form-urlencoded`), each value encoded once.

use crate::secret::Secret;
use crate::uri::push_encoded;

/// Names and values, in their order.
pub(super) struct Form(String);

impl Form {
    /// `bytes` is about how long the values are. What is longer grows the form, which leaves a copy
    /// of its beginning behind.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(64 + 3 * bytes))
    }

    /// Adds a value, unless there is none.
    pub(super) fn push(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else {
            return;
        };
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        push_encoded(&mut self.0, value);
    }

    pub(super) fn into_body(self) -> Secret {
        Secret::new(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_once_and_missing_ones_left_out() {
        let mut form = Form::with_capacity(0);
        form.push("a", None);
        form.push("b", Some("x y&=+%"));
        form.push("c", Some(""));
        assert_eq!(form.into_body().expose(), "b=x%20y%26%3D%2B%25&c=");
    }
}
