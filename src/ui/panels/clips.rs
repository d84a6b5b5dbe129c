//! The clips that people chose beforehand: what is watched, in which order, something good first.

use egui::{
    Align, CornerRadius, Frame, Key, Label, Layout, Margin, RichText, ScrollArea, Stroke, TextEdit,
    Ui, Vec2, WidgetInfo, vec2,
};

use crate::{
    app::{
        Command, PlaylistCommand,
        review::playlist::{GoodMoment, NUDGE},
    },
    domain::{
        entry::PlaylistItem,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    tr,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
};

/// What the list keeps.
#[derive(Debug, Default)]
pub struct ClipsLook {
    /// The clip whose details are open.
    open: Option<usize>,
    /// A time that is being typed.
    typed: String,
    refused: bool,
}

/// Where a clip is in the list, and among those that are shown.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// From 1, among those that are shown.
    number: usize,
    before: Option<usize>,
    after: Option<usize>,
}

/// Shows the list beside the picture.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut ClipsLook, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let writable = desk.document.writable() && desk.document.marks_alone().is_none();
    Frame::new()
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0 * GRID;
            if writable {
                adding(ui, view, look, commands);
            }
            let items: Vec<(usize, &PlaylistItem)> = view.app.clips_shown().collect();
            if items.is_empty() {
                let text = RichText::new(tr!("clips-none")).color(view.muted());
                ui.add(Label::new(text).wrap());
                return;
            }
            ScrollArea::vertical()
                .id_salt("clips")
                .auto_shrink(false)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = GRID;
                    if writable {
                        suggestion(ui, view, commands);
                    }
                    for (number, (at, item)) in items.iter().enumerate() {
                        let place = Place {
                            at: *at,
                            number: number + 1,
                            before: number.checked_sub(1).map(|before| items[before].0),
                            after: items.get(number + 1).map(|(after, _)| *after),
                        };
                        ui.push_id(*at, |ui| {
                            card(ui, view, look, place, item, writable, commands);
                        });
                    }
                    going_on(ui, view, commands);
                });
        });
}

fn push(commands: &mut Vec<Command>, command: PlaylistCommand) {
    commands.push(Command::Playlist(command));
}

fn adding(ui: &mut Ui, view: &View<'_>, look: &mut ClipsLook, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
        if ui
            .add(chip::small(tokens, tr!("clips-here"), Kind::Plain))
            .on_hover_text(tr!("clips-here-hint"))
            .clicked()
        {
            push(commands, PlaylistCommand::AddHere);
        }
        let selected = view.desk().and_then(|desk| desk.selected);
        let button = chip::small(tokens, tr!("clips-mark"), Kind::Plain);
        if ui.add_enabled(selected.is_some(), button).clicked()
            && let Some(mark) = selected
        {
            push(commands, PlaylistCommand::AddMark(mark));
        }
        let name = tr!("clips-time");
        let field = TextEdit::singleline(&mut look.typed)
            .hint_text(RichText::new(&name).color(tokens.muted))
            .desired_width(92.0)
            .margin(Margin::symmetric(8, 4));
        let response = ui.add(field).on_hover_text(tr!("clips-time-hint"));
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(name.as_str()));
        if response.changed() {
            look.refused = false;
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            if let Some(time) = meant(view, &look.typed) {
                look.typed.clear();
                push(commands, PlaylistCommand::AddAt(time));
            } else {
                look.refused = true;
            }
        }
    });
    if look.refused {
        let text = RichText::new(tr!("clips-time-refused")).color(tokens.muted);
        ui.add(Label::new(text.size(theme::SMALL)).wrap());
    }
}

/// A time within the recording, or one by the clock where it is known when the recording began.
fn meant(view: &View<'_>, text: &str) -> Option<MediaTime> {
    let end = view.transport()?.duration();
    let within = |time: &MediaTime| *time >= MediaTime::ZERO && *time <= end;
    let typed: Option<MediaTime> = text.parse().ok();
    if let Some(time) = typed.filter(within) {
        return Some(time);
    }
    let began = view.session()?.info().started?;
    let clock = ["%H:%M:%S", "%H:%M"]
        .iter()
        .find_map(|form| chrono::NaiveTime::parse_from_str(text.trim(), form).ok())?;
    let mut after = clock - began.time();
    if after < chrono::Duration::zero() {
        // Past midnight.
        after += chrono::Duration::days(1);
    }
    Some(MediaTime::from_nanos(after.num_nanoseconds()?)).filter(within)
}

fn suggestion(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(moment) = view.app.good_moment() else {
        return;
    };
    let at = match &moment {
        GoodMoment::There(at) => {
            let item = view.app.playlist().and_then(|list| list.items.get(*at));
            item.map(|item| item.span.start())
        }
        GoodMoment::Marked(clip) => Some(clip.span.start()),
    };
    let Some(at) = at else { return };
    let tokens = &view.tokens;
    ui.horizontal_wrapped(|ui| {
        let words = tr!("clips-good-first", time = at.whole_seconds());
        ui.label(RichText::new(words).size(theme::SMALL).color(tokens.muted));
        let button = chip::small(tokens, tr!("clips-put-first"), Kind::Plain);
        if ui.add(button).clicked() {
            push(commands, PlaylistCommand::GoodFirst);
        }
    });
}

fn going_on(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let on = view.desk().is_some_and(|desk| desk.clips.go_on);
    let words = tr!("clips-go-on");
    ui.add_space(GRID);
    let response = ui.add(chip::small(&view.tokens, &words, Kind::Choice { on }));
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
    if response.on_hover_text(tr!("clips-go-on-hint")).clicked() {
        push(commands, PlaylistCommand::GoOn(!on));
    }
}

fn card(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut ClipsLook,
    place: Place,
    item: &PlaylistItem,
    writable: bool,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let now = view
        .desk()
        .is_some_and(|desk| desk.clips.at == Some(place.at));
    let (fill, line) = if now {
        (tokens.accent_soft, tokens.accent_soft)
    } else {
        (tokens.raised, tokens.line)
    };
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(8, 4))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let size = vec2(ui.available_width(), theme::TARGET);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                first_line(ui, view, look, place, item, writable, commands);
            });
            if writable && look.open == Some(place.at) {
                details(ui, view, look, place, item, commands);
            }
        });
}

fn first_line(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut ClipsLook,
    place: Place,
    item: &PlaylistItem,
    writable: bool,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let Place { at, number, .. } = place;
    let spoken = tr!("clips-play", number = number);
    let play = ui.add(chip::button(tokens, icons::PLAY, Kind::Quiet).min_size(Vec2::splat(28.0)));
    play.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    if play.clicked() {
        push(commands, PlaylistCommand::Play(at));
    }
    let times = format!(
        "{}–{}",
        item.span.start().whole_seconds(),
        item.span.end().whole_seconds()
    );
    ui.label(RichText::new(times).size(theme::SMALL).color(tokens.muted));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if writable {
            let words = tr!("clips-change", number = number);
            if pill::quiet(ui, tokens, icons::PENCIL, &words).clicked() {
                look.open = (look.open != Some(at)).then_some(at);
            }
        }
        let said = [
            item.for_team.then(|| tr!("clips-team")),
            item.good.then(|| tr!("clips-good")),
        ];
        for words in said.into_iter().flatten() {
            ui.label(RichText::new(words).size(theme::SMALL).color(tokens.muted));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            // What a clip was called beforehand is the therapist's own word for it.
            let named = !item.label.is_empty() && !view.client_present();
            let words = if named {
                item.label.clone()
            } else {
                tr!("clips-clip", number = number)
            };
            ui.add(Label::new(words).truncate());
        });
    });
}

fn details(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut ClipsLook,
    place: Place,
    item: &PlaylistItem,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let at = place.at;
    if !view.client_present() {
        let mut label = item.label.clone();
        let name = tr!("clips-label");
        let response = ui.add(
            TextEdit::singleline(&mut label)
                .hint_text(RichText::new(&name).color(tokens.muted))
                .desired_width(f32::INFINITY)
                .margin(Margin::symmetric(8, 4)),
        );
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(name.as_str()));
        if response.changed() {
            push(commands, PlaylistCommand::Label(at, label));
        }
    }
    let back = MediaDelta::from_nanos(-NUDGE.as_nanos());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(GRID);
        let mut edge = |ui: &mut Ui, sign: &str, spoken: String, span: (MediaTime, MediaTime)| {
            let response = ui.add(chip::small(tokens, sign, Kind::Plain));
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &spoken));
            if response.clicked() && span.0 < span.1 {
                let span = MediaSpan::between(span.0, span.1);
                push(commands, PlaylistCommand::Span(at, span));
            }
        };
        let (start, end) = (item.span.start(), item.span.end());
        let small = |words: String| RichText::new(words).size(theme::SMALL).color(tokens.muted);
        ui.label(small(tr!("clips-start")));
        edge(ui, "−5 s", tr!("clips-start-back"), (start + back, end));
        edge(ui, "+5 s", tr!("clips-start-on"), (start + NUDGE, end));
        ui.label(small(tr!("clips-end")));
        edge(ui, "−5 s", tr!("clips-end-back"), (start, end + back));
        edge(ui, "+5 s", tr!("clips-end-on"), (start, end + NUDGE));
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(GRID);
        let good = tr!("clips-is-good");
        let response = ui.add(chip::small(tokens, &good, Kind::Choice { on: item.good }));
        response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, item.good, &good));
        if response.clicked() {
            push(commands, PlaylistCommand::Good(at));
        }
        if !view.client_present() {
            let words = tr!("clips-for-team");
            let on = item.for_team;
            let response = ui.add(chip::small(tokens, &words, Kind::Choice { on }));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.on_hover_text(tr!("clips-for-team-hint")).clicked() {
                push(commands, PlaylistCommand::ForTeam(at));
            }
        }
        let mut moved = |ui: &mut Ui, words: String, to: Option<usize>| {
            let button = chip::small(tokens, words, Kind::Plain);
            if ui.add_enabled(to.is_some(), button).clicked()
                && let Some(to) = to
            {
                look.open = Some(to);
                push(commands, PlaylistCommand::Move(at, to));
            }
        };
        moved(ui, tr!("clips-earlier"), place.before);
        moved(ui, tr!("clips-later"), place.after);
        if ui
            .add(chip::small(tokens, tr!("clips-remove"), Kind::Plain))
            .clicked()
        {
            look.open = None;
            push(commands, PlaylistCommand::Remove(at));
        }
    });
}
