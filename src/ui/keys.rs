//! From key events to actions and codes, once per frame, before any panel sees them.
//!
//! In a text field keys are inert. Space and Enter belong to the player and the marks, not to the button that was pressed
//! last; a control that was reached with Tab keeps them.

use std::time::Duration;

use egui::{Event, Key, Modifiers};

use super::{
    action::{Action, Effect},
    held::HeldStep,
    keymap,
    panels::{follow_up, sitting},
    view::View,
};
use crate::{
    app::{Command, MarkCommand, RoomCommand, TogetherCommand, room::Room},
    domain::id::{CodeId, PersonId},
};

/// Holding *Enough* this long closes the review.
const ENOUGH_HOLD: Duration = Duration::from_secs(1);

/// The code keys that are down, and since when *Enough* is.
#[derive(Debug, Default)]
pub struct Keys {
    down: Vec<(Key, CodeId)>,
    enough_since: Option<Duration>,
    stepping: Option<HeldStep>,
    /// Words were being typed when the last frame ended.
    typed: bool,
}

impl Keys {
    /// Keeps for the next frame whether a field has the keys at the end of this one.
    pub fn end_frame(&mut self, ctx: &egui::Context) {
        self.typed = ctx.text_edit_focused();
    }

    /// Takes the keys of this frame out of the input and returns what they ask for.
    pub fn take(&mut self, ctx: &egui::Context, view: &View<'_>, covered: bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        let typing = ctx.text_edit_focused();
        let reached_by_tab = ctx.memory(|memory| memory.focused().is_some()) && !typing;
        let events: Vec<Event> = ctx.input(|input| input.events.clone());
        let now = view.app.reading().steady;
        let writes = follow_up::takes_letters(ctx, view);
        let mut kept = Vec::with_capacity(events.len());
        for event in events {
            let taken = match &event {
                Event::Key {
                    key,
                    physical_key,
                    pressed,
                    repeat,
                    modifiers,
                } => {
                    let press = Press {
                        key: *key,
                        physical: physical_key.unwrap_or(*key),
                        repeat: *repeat,
                        modifiers: *modifiers,
                    };
                    // Esc has taken the focus out of the field by now: that was what it was for.
                    let left_field = self.typed && *key == Key::Escape;
                    let word = *pressed && letter(*key, *modifiers) && writes;
                    if *pressed {
                        let theirs = reached_by_tab && matches!(key, Key::Space | Key::Enter);
                        !(typing || covered || theirs || left_field || word)
                            && self.pressed(press, view, now, &mut effects)
                    } else {
                        self.released(press, &mut effects);
                        false
                    }
                }
                Event::WindowFocused(false) => {
                    self.let_go(&mut effects);
                    false
                }
                _ => false,
            };
            if !taken {
                kept.push(event);
            }
        }
        if let Some(held) = &mut self.stepping {
            let (step, again) = held.next(view, now);
            effects.extend(step.map(Effect::Command));
            ctx.request_repaint_after(again);
        }
        // Text that belongs to a key that was taken must not reach a field that opens in this very frame.
        let took_something = !effects.is_empty();
        ctx.input_mut(|input| {
            input.events = kept;
            if took_something && !typing {
                input
                    .events
                    .retain(|event| !matches!(event, Event::Text(_)));
            }
        });
        effects
    }

    fn pressed(
        &mut self,
        press: Press,
        view: &View<'_>,
        now: Duration,
        effects: &mut Vec<Effect>,
    ) -> bool {
        if press.key == Key::Escape {
            return self.enough(press, view, now, effects);
        }
        let elsewhere = view.desk().is_some_and(|desk| desk.room != Room::Here);
        if elsewhere || sitting::has_landed(view) {
            // A question, the neutral screen or the last page is open: nothing behind it may be set by a key.
            return false;
        }
        if let Some(person) = press.who_stops(view) {
            if !press.repeat {
                let stop = TogetherCommand::Stop(person);
                effects.push(Effect::Command(Command::Together(stop)));
            }
            return true;
        }
        if let Some(action) = keymap::matching(view.settings(), press.key, press.modifiers) {
            let by = match action {
                Action::FrameBack => -1,
                Action::FrameForward => 1,
                _ => 0,
            };
            // A held step goes at the recording's pace, not at that of the keyboard.
            let once = by != 0 && press.repeat;
            if !once
                && (!press.repeat || action.repeats())
                && let Some(effect) = action.effect(view)
            {
                effects.push(effect);
                self.stepping = (by != 0).then(|| HeldStep::new(press.key, by, view, now));
            }
            return true;
        }
        let Some(code) = press.code(view) else {
            return false;
        };
        if !press.repeat && !self.down.iter().any(|(key, _)| *key == press.physical) {
            self.down.push((press.physical, code.clone()));
            // With Alt it is about whoever marks: one press, as for the other.
            let down = if press.modifiers.alt {
                MarkCommand::OwnDown(code)
            } else {
                MarkCommand::CodeDown(code)
            };
            effects.push(Effect::Command(Command::Mark(down)));
        }
        true
    }

    /// The first press dims; a second press, or holding the first, closes.
    fn enough(
        &mut self,
        press: Press,
        view: &View<'_>,
        now: Duration,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some(desk) = view.desk() else {
            return false;
        };
        let dimmed = matches!(desk.room, Room::Dimmed { .. });
        if press.repeat {
            let held = self
                .enough_since
                .is_some_and(|since| now.saturating_sub(since) >= ENOUGH_HOLD);
            if held && dimmed {
                self.enough_since = None;
                effects.push(Effect::Command(Command::Room(RoomCommand::CloseReview)));
            }
        } else {
            self.enough_since = Some(now);
            effects.push(Effect::Command(Command::Room(RoomCommand::Enough)));
        }
        true
    }

    fn released(&mut self, press: Press, effects: &mut Vec<Effect>) {
        if press.key == Key::Escape {
            self.enough_since = None;
        }
        if self.stepping.is_some_and(|held| held.key() == press.key) {
            self.stepping = None;
        }
        if let Some(at) = self.down.iter().position(|(key, _)| *key == press.physical) {
            let (_, code) = self.down.remove(at);
            effects.push(Effect::Command(Command::Mark(MarkCommand::CodeUp(code))));
        }
    }

    fn let_go(&mut self, effects: &mut Vec<Effect>) {
        for (_, code) in self.down.drain(..) {
            effects.push(Effect::Command(Command::Mark(MarkCommand::CodeUp(code))));
        }
        self.enough_since = None;
        self.stepping = None;
    }
}

/// Whether a key types a letter.
fn letter(key: Key, modifiers: Modifiers) -> bool {
    let plain = !(modifiers.command || modifiers.ctrl || modifiers.alt);
    plain && (Key::A..=Key::Z).contains(&key)
}

#[derive(Clone, Copy)]
struct Press {
    key: Key,
    physical: Key,
    repeat: bool,
    modifiers: Modifiers,
}

impl Press {
    /// In a sitting, Alt and a digit is one of those who are here: they stop, and speak first.
    fn who_stops(self, view: &View<'_>) -> Option<PersonId> {
        if !self.modifiers.alt || self.modifiers.command || self.modifiers.shift {
            return None;
        }
        let digit = digit(self.physical).or_else(|| digit(self.key))?;
        let at = digit.parse::<usize>().ok()?.checked_sub(1)?;
        view.app.sitting()?.review.present.get(at).cloned()
    }

    /// The code on this key in the preset that is shown: digits by where they are on the keyboard, letters by what they say.
    fn code(self, view: &View<'_>) -> Option<CodeId> {
        if self.modifiers.command || self.modifiers.ctrl {
            return None;
        }
        let desk = view.desk()?;
        let preset = desk.marking.codebook.preset(&desk.marking.preset)?;
        let digit = digit(self.physical).or_else(|| digit(self.key));
        let name = digit.unwrap_or_else(|| self.key.name());
        let entry = preset
            .codes
            .iter()
            .find(|entry| entry.key.as_deref() == Some(name))?;
        entry.code.parse().ok()
    }
}

fn digit(key: Key) -> Option<&'static str> {
    Some(match key {
        Key::Num1 => "1",
        Key::Num2 => "2",
        Key::Num3 => "3",
        Key::Num4 => "4",
        Key::Num5 => "5",
        Key::Num6 => "6",
        Key::Num7 => "7",
        Key::Num8 => "8",
        Key::Num9 => "9",
        _ => return None,
    })
}
