//! Making a report: which, for whom, what it says, and where it goes.

use egui::{Label, RichText, Ui};

use super::{dialog, note, pills, section};
use crate::{
    app::{
        Command, ReportCommand,
        report::{Made, Wish},
    },
    domain::{id::PersonId, person::Person},
    report::{Asked, Kind, REPORTS, Reader, Report},
    tr,
    ui::{
        action::WindowEffect,
        dialogs::folder::Purpose,
        view::View,
        widgets::chip::{self, Kind as Look},
    },
    words,
};

mod preview;

/// Height of what stands there while a page is made.
const WAITING: f32 = 420.0;

/// What is chosen while the dialog is open.
#[derive(Debug)]
pub struct ReportLook {
    kind: Kind,
    reader: Option<Reader>,
    of: Option<PersonId>,
    stills: bool,
    /// A folder was asked for: once it is saved there, the dialog is done.
    elsewhere: bool,
}

impl Default for ReportLook {
    fn default() -> Self {
        Self {
            kind: REPORTS[0].kind,
            reader: None,
            of: None,
            stills: false,
            elsewhere: false,
        }
    }
}

impl ReportLook {
    fn reader(&self) -> Reader {
        let readers = self.kind.report().readers;
        self.reader
            .filter(|reader| readers.contains(reader))
            .unwrap_or(readers[0])
    }

    /// Of whom, where it could be of several.
    fn of(&self, view: &View<'_>) -> Option<PersonId> {
        let fit = fitting(view, self.kind.report());
        let first = || fit.first().map(|person| person.id.clone());
        self.of.clone().or_else(first)
    }

    fn wish(&self, view: &View<'_>) -> Wish {
        let reader = self.reader();
        Wish {
            asked: Asked {
                kind: self.kind,
                reader,
                of: self.of(view).into_iter().collect(),
            },
            stills: self.stills && view.app.may_have_stills(reader),
        }
    }
}

/// Shows the dialog. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut ReportLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> bool {
    let saved = look.elsewhere && view.app.report().is_none() && !view.app.report_under_way();
    if !view.app.may_report() || saved {
        leave(look, commands);
        return false;
    }
    let (mut beside, mut elsewhere) = (false, false);
    let ready = current(view, look).is_some_and(|made| made.page.is_ok());
    let stays = dialog(
        ctx,
        &view.tokens,
        &tr!("report-title"),
        720.0,
        |ui| body(ui, view, look),
        |ui| {
            ui.add_enabled_ui(ready, |ui| {
                beside = chip::pressed(ui, &view.tokens, tr!("report-save-beside"), Look::Main);
                elsewhere =
                    chip::pressed(ui, &view.tokens, tr!("report-save-elsewhere"), Look::Plain);
            });
        },
    );
    let wish = look.wish(view);
    if view.app.report_wished() != Some(&wish) {
        commands.push(Command::Report(ReportCommand::Make(Box::new(wish))));
    }
    if beside {
        commands.extend(folder(view).map(|folder| Command::Report(ReportCommand::Save(folder))));
    }
    if elsewhere {
        look.elsewhere = true;
        effects.push(WindowEffect::Choose(Purpose::SaveReport));
    }
    if !stays || beside {
        leave(look, commands);
        return false;
    }
    true
}

fn leave(look: &mut ReportLook, commands: &mut Vec<Command>) {
    look.elsewhere = false;
    commands.push(Command::Report(ReportCommand::Leave));
}

fn folder(view: &View<'_>) -> Option<std::path::PathBuf> {
    let path = std::path::absolute(&view.recording()?.path).ok()?;
    path.parent().map(std::path::PathBuf::from)
}

/// What was made, if it is what is chosen now.
fn current<'a>(view: &View<'a>, look: &ReportLook) -> Option<&'a Made> {
    let wish = look.wish(view);
    view.app.report().filter(|made| made.wish == wish)
}

fn body(ui: &mut Ui, view: &View<'_>, look: &mut ReportLook) {
    let tokens = &view.tokens;
    let kinds: Vec<(String, bool)> = REPORTS
        .iter()
        .map(|report| (report.label(), report.kind == look.kind))
        .collect();
    if let Some(at) = pills(ui, tokens, &kinds) {
        look.kind = REPORTS[at].kind;
        look.reader = None;
        look.of = None;
    }
    let report = look.kind.report();
    note(ui, tokens, report.about());
    readers(ui, view, report, look);
    people(ui, view, report, look);
    if matches!(look.kind, Kind::Methods | Kind::Tape) {
        // They are about all of it, not about moments.
    } else if view.app.may_have_stills(look.reader()) {
        let words = if look.reader().is_client() {
            tr!("report-with-stills-client")
        } else {
            tr!("report-with-stills")
        };
        ui.checkbox(&mut look.stills, words);
    } else {
        note(ui, tokens, tr!("report-stills-not"));
    }
    ui.add_space(4.0);
    match current(view, look) {
        Some(Made {
            page: Ok(page),
            stills,
            ..
        }) => {
            preview::show(ui, tokens, page);
            if *stills > 0 {
                note(
                    ui,
                    tokens,
                    tr!("report-stills", number = stills.to_string()),
                );
            }
            note(ui, tokens, tr!("report-unprotected"));
        }
        Some(Made {
            page: Err(refusal), ..
        }) => {
            let words = words::report::refusal(*refusal);
            ui.add(Label::new(words).wrap());
        }
        None => {
            // As high as a short page, so that the dialog hardly moves when it is there.
            ui.scope(|ui| {
                ui.set_min_height(WAITING);
                ui.label(RichText::new(tr!("report-working")).color(view.muted()));
            });
        }
    }
}

fn readers(ui: &mut Ui, view: &View<'_>, report: &Report, look: &mut ReportLook) {
    section(ui, tr!("report-for"));
    let reader = look.reader();
    let readers: Vec<(String, bool)> = report
        .readers
        .iter()
        .map(|known| (known.label(), *known == reader))
        .collect();
    if let Some(at) = pills(ui, &view.tokens, &readers) {
        look.reader = Some(report.readers[at]);
    }
}

/// Of whom it could be.
fn fitting<'a>(view: &View<'a>, report: &Report) -> Vec<&'a Person> {
    let session = view.session();
    let all = session.map_or(&[][..], |session| session.people());
    let fit = all.iter();
    fit.filter(|person| report.of_roles.contains(&person.role))
        .collect()
}

/// Of whom, where it could be of several.
fn people(ui: &mut Ui, view: &View<'_>, report: &Report, look: &mut ReportLook) {
    let fit = fitting(view, report);
    if fit.len() < 2 {
        return;
    }
    section(ui, tr!("report-of"));
    let chosen = look.of(view);
    let names: Vec<(String, bool)> = fit
        .iter()
        .map(|person| (person.name.clone(), Some(&person.id) == chosen.as_ref()))
        .collect();
    if let Some(at) = pills(ui, &view.tokens, &names) {
        look.of = Some(fit[at].id.clone());
    }
}
