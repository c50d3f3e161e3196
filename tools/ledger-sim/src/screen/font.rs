//! How wide letters are on the screen of a Nano: what makes the app break a long text where it does.
//!
//! The typeface is Open Sans at 11 pixels. The widths were measured from it and fitted to every recorded break; with them
//! all recorded address pages come out as they were.

/// Room on a line, in pixels.
const LINE: u32 = 114;

/// Width of a letter in pixels.
const fn width(letter: char) -> u32 {
    match letter {
        'I' | 'i' | 'l' | ' ' | '.' => 3,
        'J' | 'j' | 'r' | 't' => 4,
        'c' | 'f' | 's' | 'z' => 5,
        'A' | 'B' | 'C' | 'K' | 'P' | 'R' | 'T' | 'V' | 'X' | 'b' | 'd' | 'h' | 'n' | 'o' | 'p' | 'q' | 'u' | '#' => 7,
        '4' | 'D' | 'G' | 'H' | 'N' | 'U' => 8,
        'O' | 'Q' | 'w' => 9,
        'M' | 'W' | 'm' => 10,
        // Digits, the other letters, and what no address has.
        _ => 6,
    }
}

/// The lines a long text is broken into.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for letter in text.chars() {
        if used + width(letter) > LINE {
            lines.push(String::new());
            used = 0;
        }
        used += width(letter);
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
    }
    lines
}
