//! Cards for whoever asks while another recalls: they ask about what was inside then, one at a time, and never weigh it.

use super::super::App;

impl App {
    /// The card that is offered to whoever asks: while somebody recalls and has stopped the recording.
    #[must_use]
    pub fn lead_card(&self) -> Option<String> {
        let sitting = self.sitting()?;
        let stopped = !self.recording()?.transport.playing;
        let cards = &self.lead_cards.cards;
        let at = sitting.card.checked_rem(cards.len())?;
        (sitting.recaller.is_some() && stopped)
            .then(|| cards.get(at).cloned())
            .flatten()
    }

    pub(in crate::app) fn next_card(&mut self) {
        if let Some(sitting) = self.sitting_mut() {
            sitting.card = sitting.card.wrapping_add(1);
        }
    }
}
