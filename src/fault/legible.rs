//! Foreign text, fit for a sentence: short, on one line, in one direction.

/// Longest piece of foreign text in a fault or notice, in characters.
const MAX_CHARS: usize = 40;
/// Most names in one notice.
const MAX_NAMES: usize = 10;

/// `text` without what nobody sees ([`clean`](crate::text::clean)), at most 40 characters long.
pub(crate) fn legible(text: &str) -> String {
    let clean = crate::text::clean(text);
    let mut clean = clean.chars();
    let mut short: String = clean.by_ref().take(MAX_CHARS).collect();
    if clean.next().is_some() {
        short.push('…');
    }
    short
}

/// Some names, cleaned and counted: what a notice says about several records at once.
#[derive(Debug, Default)]
pub(crate) struct Names {
    count: usize,
    first: Vec<String>,
}

impl Names {
    /// One more.
    pub(crate) fn add(&mut self, name: &str) {
        self.count += 1;
        if self.first.len() < MAX_NAMES {
            let name = legible(name);
            // A sentence that ends in nothing looks broken.
            self.first.push(if name.is_empty() { "–".into() } else { name });
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The first ten, separated by commas.
    pub(crate) fn text(&self) -> String {
        let mut text = self.first.join(", ");
        if self.count > self.first.len() {
            text.push_str(", …");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_shortened_and_cleaned() {
        assert_eq!(legible("a\n\u{202e}\u{2028}\u{61c}b"), "a b");
        assert_eq!(legible(&"é".repeat(41)), format!("{}…", "é".repeat(40)));
        let mut nameless = Names::default();
        nameless.add("\u{200b}");
        assert_eq!(nameless.text(), "–");
        let mut names = Names::default();
        (0..12).for_each(|number| names.add(&number.to_string()));
        assert_eq!((names.count(), names.text().as_str()), (12, "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"));
    }
}
