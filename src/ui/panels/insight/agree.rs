//! How far several people agree: events and time side by side, and what each number is and rests on.
//!
//! Only those who look on can be chosen, and what they agreed on together: agreement with what a client marks is no goal.

use egui::{Label, Popup, Rect, RichText, Role, ScrollArea, Ui, WidgetInfo, pos2, vec2};

use super::{Scene, push, quiet, rater_name, region};
use crate::{
    analysis::{agreement::Rater, matching::Tolerance},
    app::{
        AgreeCommand, Command, InsightCommand,
        review::agreeing::{Agreed, Asking, raters},
        transport::Loop,
    },
    domain::{
        id::CodeId,
        time::{MediaDelta, MediaSpan},
    },
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill::{self, Pill},
        },
    },
};

mod apart;
mod explain;
mod numbers;
mod table;

/// Units that are offered, in milliseconds.
const UNITS: [i64; 4] = [500, 1_000, 2_000, 5_000];

/// What can be looked at behind the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// A measure.
    Measure(numbers::Measure),
    /// What both marked.
    Hits,
    /// What only the first marked.
    Missed,
    /// What only the other marked.
    Extra,
    /// What one called this and the other that.
    Cell(usize, usize),
}

/// What the page keeps between frames.
#[derive(Debug, Default)]
pub(super) struct AgreeLook {
    /// Which two, of several.
    pair: usize,
    behind: Option<Behind>,
    /// The moments behind what is chosen: found once, not in every frame.
    moments: Option<explain::Known>,
}

fn ask(commands: &mut Vec<Command>, command: AgreeCommand) {
    push(commands, InsightCommand::Agree(command));
}

pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut AgreeLook,
    left: Rect,
    below: Rect,
    commands: &mut Vec<Command>,
) {
    let agreeing = &scene.looking.agreeing;
    let asking = &agreeing.asking;
    let offered = raters(scene.session);
    let enough = asking.raters.len() > 1;
    let found = agreeing.found().filter(|_| enough);
    if let Some(agreed) = found
        && look.pair >= agreed.report.pairs.len()
    {
        look.pair = 0;
        look.behind = None;
    }
    let foot = if scene.small { 34.0 } else { 40.0 };
    let base = Rect::from_min_max(pos2(left.left(), left.bottom() - foot), left.max);
    let left = Rect::from_min_max(left.min, pos2(left.right(), base.top() - GRID));
    if let Some(agreed) = found.filter(|agreed| agreed.stratum.is_some()) {
        region(ui, base, "base", |ui| basis(ui, scene, look, agreed));
    }
    region(ui, left, "agreement", |ui| {
        ScrollArea::vertical()
            .id_salt("agreement")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0 * GRID;
                who(ui, scene, &offered, commands);
                if offered.len() < 2 {
                    quiet(ui, scene.view, &tr!("insight-agree-takes-two"));
                    return;
                }
                if !enough {
                    quiet(ui, scene.view, &tr!("insight-agree-choose"));
                    return;
                }
                how(ui, scene, found.map(AsRef::as_ref), commands);
                match found {
                    None => quiet(ui, scene.view, &tr!("insight-waits")),
                    Some(agreed) => {
                        answer(ui, scene, look, agreed, commands);
                    }
                }
            });
    });
    region(ui, below, "behind", |ui| match found {
        Some(agreed) => explain::show(ui, scene, look, agreed, commands),
        None => quiet(ui, scene.view, &tr!("insight-agree-open")),
    });
}

/// Whose marks, and whose of them are to be found.
fn who(ui: &mut Ui, scene: &Scene<'_>, offered: &[Rater], commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let asking = &scene.looking.agreeing.asking;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for rater in offered {
            let on = asking.raters.contains(rater);
            let name = rater_name(scene.view, rater);
            let response = ui.add(chip::small(tokens, &name, Kind::Choice { on }));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &name));
            if response.clicked() {
                ask(commands, AgreeCommand::Toggle(rater.clone()));
            }
        }
        let Some(first) = asking.raters.first().filter(|_| asking.raters.len() > 1) else {
            return;
        };
        let words = tr!("insight-agree-first", name = rater_name(scene.view, first));
        let button = Pill::new(&words).caret().show(ui, tokens);
        menu(&button, |ui| {
            for rater in &asking.raters {
                let name = rater_name(scene.view, rater);
                if pill::item(ui, tokens, &name, rater == first, None).clicked() {
                    ask(commands, AgreeCommand::First(rater.clone()));
                }
            }
        });
    });
}

fn menu(button: &egui::Response, add: impl FnOnce(&mut Ui)) {
    Popup::menu(button).gap(GRID).show(|ui| {
        ui.set_min_width(44.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        add(ui);
    });
}

/// On what, how near, in which units, over which stretch.
fn how(ui: &mut Ui, scene: &Scene<'_>, found: Option<&Agreed>, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let asking = &scene.looking.agreeing.asking;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        if let Some(agreed) = found {
            let now = chosen_set(asking, agreed);
            let words = now.map_or_else(
                || tr!("insight-agree-no-codes"),
                |set| set_words(scene.view, set),
            );
            let spoken = tr!("insight-agree-set", set = words.as_str());
            let button = Pill::new(&words).spoken(&spoken).caret().show(ui, tokens);
            menu(&button, |ui| {
                for choice in &agreed.choices {
                    let words = tr!(
                        "insight-agree-choice",
                        set = set_words(scene.view, &choice.set),
                        count = choice.events
                    );
                    let on = Some(choice.set.as_str()) == now;
                    if pill::item(ui, tokens, &words, on, None).clicked() && !on {
                        ask(commands, AgreeCommand::Set(choice.set.clone()));
                    }
                }
            });
            let tolerance = agreed.measuring.tolerance;
            let words = tr!("insight-within", seconds = seconds(tolerance.distance()));
            let button = Pill::new(&words).caret().show(ui, tokens);
            menu(&button, |ui| {
                for choice in Tolerance::CHOICES {
                    let words = tr!("insight-within", seconds = seconds(choice.distance()));
                    if pill::item(ui, tokens, &words, choice == tolerance, None).clicked() {
                        ask(commands, AgreeCommand::Tolerance(choice));
                    }
                }
            });
        }
        let words = tr!("insight-unit", seconds = seconds(asking.unit));
        let button = Pill::new(&words).caret().show(ui, tokens);
        menu(&button, |ui| {
            for millis in UNITS {
                let unit = MediaDelta::from_millis(millis);
                let words = tr!("insight-unit", seconds = seconds(unit));
                if pill::item(ui, tokens, &words, unit == asking.unit, None).clicked() {
                    ask(commands, AgreeCommand::Unit(unit));
                }
            }
        });
        range(ui, scene, asking, commands);
    });
    if let Some(agreed) = found {
        codes(ui, scene, asking, agreed, commands);
    }
}

/// All that all of them watched, or the stretch from A to B of the player.
fn range(ui: &mut Ui, scene: &Scene<'_>, asking: &Asking, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let name = |range: Option<MediaSpan>| match range {
        None => tr!("insight-range-all"),
        Some(span) => tr!(
            "insight-range",
            from = span.start().whole_seconds(),
            to = span.end().whole_seconds()
        ),
    };
    let looped = scene
        .view
        .transport()
        .and_then(|transport| match transport.looping {
            Loop::Between(span) => Some(span),
            _ => None,
        });
    let words = name(asking.range);
    let button = Pill::new(&words).caret().show(ui, tokens);
    menu(&button, |ui| {
        let mut choices = vec![None];
        choices.extend(asking.range.map(Some));
        choices.extend(looped.filter(|span| Some(*span) != asking.range).map(Some));
        for choice in choices {
            let on = choice == asking.range;
            if pill::item(ui, tokens, &name(choice), on, None).clicked() && !on {
                ask(commands, AgreeCommand::Range(choice));
            }
        }
        if looped.is_none() {
            let words = RichText::new(tr!("insight-range-hint"));
            ui.label(words.size(theme::SMALL).color(tokens.muted));
        }
    });
}

fn chosen_set<'a>(asking: &'a Asking, agreed: &'a Agreed) -> Option<&'a str> {
    let found = agreed.stratum.as_ref().map(|stratum| stratum.set.as_str());
    found.or(asking.set.as_deref())
}

/// Which codes of the set; all where none is chosen.
fn codes(
    ui: &mut Ui,
    scene: &Scene<'_>,
    asking: &Asking,
    agreed: &Agreed,
    commands: &mut Vec<Command>,
) {
    let tokens = &scene.view.tokens;
    let set = chosen_set(asking, agreed);
    let mut choices = agreed.choices.iter();
    let Some(choice) = choices.find(|choice| Some(choice.set.as_str()) == set) else {
        return;
    };
    if choice.codes.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for code in &choice.codes {
            let on = asking.only.contains(code);
            let words = code_words(scene.view, code);
            let response = ui.add(chip::small(tokens, &words, Kind::Choice { on }));
            let spoken = tr!("insight-only", code = words.as_str());
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &spoken));
            if response.on_hover_text(spoken).clicked() {
                ask(commands, AgreeCommand::Only(code.clone()));
            }
        }
    });
}

fn answer(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut AgreeLook,
    agreed: &Agreed,
    commands: &mut Vec<Command>,
) {
    if agreed.stratum.is_none() {
        quiet(ui, scene.view, &tr!("agree-nothing"));
        return;
    }
    pairs(ui, scene, look, agreed);
    if let Some(pair) = agreed.report.pairs.get(look.pair) {
        numbers::show(ui, scene, look, agreed, pair, commands);
        table::show(ui, scene, look, agreed, pair);
    }
    if let Some(tolerance) = numbers::curve(ui, scene, look, agreed) {
        ask(commands, AgreeCommand::Tolerance(tolerance));
    }
}

/// Which two, of several.
fn pairs(ui: &mut Ui, scene: &Scene<'_>, look: &mut AgreeLook, agreed: &Agreed) {
    if agreed.report.pairs.len() < 2 {
        return;
    }
    let tokens = &scene.view.tokens;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (at, pair) in agreed.report.pairs.iter().enumerate() {
            let words = tr!(
                "insight-pair",
                first = name(scene, agreed, pair.first),
                other = name(scene, agreed, pair.other)
            );
            let on = at == look.pair;
            let response = ui.add(chip::small(tokens, &words, Kind::Choice { on }));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &words));
            if response.clicked() {
                look.pair = at;
                look.behind = None;
            }
        }
    });
}

/// Whose marks, from which codebook, over how much, how many; and what they are not.
fn basis(ui: &mut Ui, scene: &Scene<'_>, look: &AgreeLook, agreed: &Agreed) {
    let Some(pair) = agreed.report.pairs.get(look.pair) else {
        return;
    };
    let books: Vec<String> = agreed
        .codebooks
        .iter()
        .map(|book| format!("{} {}", book.id, book.version))
        .collect();
    let names = agreed
        .raters
        .iter()
        .map(|rater| rater_name(scene.view, rater));
    let mut facts = vec![
        tr!("insight-by", name = names.collect::<Vec<_>>().join(", ")),
        super::subject_words(scene.view, &agreed.about),
        books.join(", "),
        tr!(
            "insight-watched-by-both",
            common = super::lines::length(pair.common),
            length = super::lines::length(agreed.length)
        ),
        tr!(
            "insight-moments-counted",
            count = numbers::count(pair.matched.events())
        ),
    ];
    if pair.outside > 0 {
        facts.push(tr!("insight-outside", count = pair.outside));
    }
    if agreed.codebooks.len() > 1 {
        facts.push(tr!("insight-books-differ"));
    }
    facts.push(tr!("insight-not-persons"));
    let words = RichText::new(facts.join(" · "));
    let words = words.size(theme::SMALL).color(scene.view.muted());
    ui.add(Label::new(words).wrap());
}

pub(super) fn name(scene: &Scene<'_>, agreed: &Agreed, rater: usize) -> String {
    let rater = agreed.raters.get(rater);
    rater.map_or_else(String::new, |rater| rater_name(scene.view, rater))
}

fn code_words(view: &View<'_>, code: &str) -> String {
    let id: Option<CodeId> = code.parse().ok();
    id.map_or_else(|| code.to_owned(), |id| view.code_label(&id))
}

/// The title of a group, or the name of an exclusive set.
fn set_words(view: &View<'_>, set: &str) -> String {
    let books = view.app.codebooks().all();
    let mut groups = books.iter().flat_map(|book| &book.groups);
    if let Some(group) = groups.find(|group| group.id == set) {
        return group.title.clone();
    }
    // Codes of one prefix may stand in a group of another name, and so do exclusive sets.
    let member = books.iter().flat_map(|book| {
        book.codes.iter().filter_map(move |code| {
            let prefix = code.id.split('.').next().unwrap_or_default();
            let inside = prefix == set || code.exclusive.as_deref() == Some(set);
            inside.then_some((book, code))
        })
    });
    let mut titles = member.filter_map(|(book, code)| {
        let group = book.groups.iter().find(|group| group.id == code.group)?;
        Some(group.title.as_str())
    });
    match titles.next() {
        Some(title) => format!("{title}: {set}"),
        None => set.to_owned(),
    }
}

pub(super) fn seconds(length: MediaDelta) -> String {
    let millis = length.as_millis();
    if millis % 1_000 == 0 {
        (millis / 1_000).to_string()
    } else {
        format!("{}.{}", millis / 1_000, millis % 1_000 / 100)
    }
}
