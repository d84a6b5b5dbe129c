//! While people sit together: one quiet line with who is here, and the way to the last page. When the time is up it asks, and
//! waits; it never comes over the picture.

use egui::{Align, Frame, Label, Layout, Margin, RichText, Ui};

use crate::{
    app::{
        Command, SittingCommand, TogetherCommand,
        review::sitting::{Sitting, Stage},
    },
    client,
    ui::{
        action::{Action, Effect},
        icons, keymap, theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

mod landing;
mod words;

pub use landing::show as landing;

/// Below this width the names are left out.
const NARROW: f32 = 760.0;
/// Below this height the line is as low as it can be.
const LOW: f32 = 520.0;

/// Whether the last page has the window.
#[must_use]
pub fn has_landed(view: &View<'_>) -> bool {
    view.app
        .sitting()
        .is_some_and(|sitting| sitting.stage == Stage::Landing)
}

/// What the line keeps.
#[derive(Debug, Default)]
pub struct SittingLook {
    words: words::WordsLook,
}

/// Shows the line, while a sitting goes on.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut SittingLook, commands: &mut Vec<Command>) {
    let Some(sitting) = view.app.sitting() else {
        return;
    };
    let tokens = &view.tokens;
    let asks = sitting.stage == Stage::TimeIsUp;
    let low = ui.available_height() < LOW;
    let frame = Frame::new()
        .fill(if asks {
            tokens.accent_soft
        } else {
            tokens.panel
        })
        .inner_margin(Margin::symmetric(16, if low { 2 } else { 6 }));
    egui::Panel::top("sitting")
        .frame(frame)
        .resizable(false)
        .show_separator_line(!asks)
        .exact_size(if low { 34.0 } else { 42.0 })
        .show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0 * theme::GRID;
                ways(ui, view, asks, commands);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if asks {
                        let words = RichText::new(client!("sitting-time-up")).color(tokens.ink);
                        ui.add(Label::new(words).truncate());
                    } else {
                        who_stops(ui, view, sitting, commands);
                    }
                });
            });
        });
    words::show(ui, view, &mut look.words, commands);
}

/// Who is here, each with a button to stop the recording and speak first.
fn who_stops(ui: &mut Ui, view: &View<'_>, sitting: &Sitting, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let narrow = ui.available_width() < NARROW;
    ui.spacing_mut().item_spacing.x = 1.5 * theme::GRID;
    if !narrow {
        let words = match &sitting.recaller {
            Some(recaller) => client!("sitting-recalls", name = view.name(recaller)),
            None => client!("sitting-together"),
        };
        let words = format!("{}  {words}", icons::PEOPLE);
        ui.label(RichText::new(words).color(tokens.muted));
        ui.add_space(theme::GRID);
    }
    let speaks = view.app.floor().map(|floor| &floor.person);
    for (at, person) in sitting.review.present.iter().enumerate() {
        let holds = sitting.recaller.as_ref().is_none_or(|one| one == person);
        if !holds || view.person(person).is_none() {
            continue;
        }
        let words = client!("together-stop", name = view.name(person));
        let on = speaks == Some(person);
        let button = chip::small(tokens, &words, Kind::Choice { on });
        let hint = client!(
            "together-stop-hint",
            name = view.name(person),
            number = at + 1
        );
        if ui.add(button).on_hover_text(hint).clicked() {
            commands.push(Command::Together(TogetherCommand::Stop(person.clone())));
        }
    }
}

fn ways(ui: &mut Ui, view: &View<'_>, asks: bool, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    if ui
        .add(chip::small(tokens, client!("sitting-land"), Kind::Plain))
        .clicked()
    {
        commands.push(Command::Sitting(SittingCommand::Land));
    }
    if let Some(Effect::Command(next)) = Action::NextClip.effect(view) {
        let hint = keymap::named(view.settings(), Action::NextClip);
        let button = chip::small(tokens, client!("sitting-next-clip"), Kind::Plain);
        if ui.add(button).on_hover_text(hint).clicked() {
            commands.push(next);
        }
    }
    if asks
        && ui
            .add(chip::small(
                tokens,
                client!("sitting-carry-on"),
                Kind::Plain,
            ))
            .clicked()
    {
        commands.push(Command::Sitting(SittingCommand::CarryOn));
    }
}
