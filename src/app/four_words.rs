//! A passphrase that the app makes: four plain words, for a card.

/// How many words. Each stands for 11 bits, so that with the work behind every try nobody guesses all of them.
const WORDS: usize = 4;

/// Four plain words by chance, with spaces between; `None` where the computer has no source of chance.
#[must_use]
pub fn four_words() -> Option<String> {
    let list = bip39::Language::English.word_list();
    let mut chance = [0_u8; 2 * WORDS];
    getrandom::fill(&mut chance).ok()?;
    let words: Vec<&str> = chance
        .chunks_exact(2)
        // The list has 2,048 words, a power of two: every word is as likely as any other.
        .map(|pair| list[usize::from(u16::from_le_bytes([pair[0], pair[1]])) % list.len()])
        .collect();
    Some(words.join(" "))
}
