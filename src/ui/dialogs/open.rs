//! Which dialog is open.

use std::path::PathBuf;

use super::{
    about, alone, consent,
    folder::{Chooser, Chosen, Purpose},
    keys_help, package,
    palette::Palette,
    readers, report, risk_note, session, settings, sitting, still, zones,
};
use crate::{
    app::{
        Command, CompanionCommand, LibraryCommand, PackageCommand, PartsCommand, ReportCommand,
        StillCommand, TrainingCommand,
    },
    store::Target,
    ui::{action::WindowEffect, view::View},
};

/// The dialogs of the window; at most one is open, and a file chooser over it.
#[derive(Default)]
pub struct Dialogs {
    open: Option<WindowEffect>,
    session: session::SessionLook,
    palette: Palette,
    keys: keys_help::KeysLook,
    readers: readers::ReadersLook,
    alone: alone::AloneLook,
    package: package::PackageLook,
    /// Marking alone comes back once who can see new marks is closed.
    back: bool,
    /// Somebody marked alone, and the round was not shown since.
    alone_before: bool,
    consent: consent::ConsentLook,
    report: report::ReportLook,
    risk_note: risk_note::RiskNoteLook,
    sitting: sitting::BeginLook,
    zones: zones::ZonesLook,
    /// What is shown again once the one that is open closes.
    after: Option<WindowEffect>,
    chooser: Option<(Purpose, Chooser)>,
}

impl Purpose {
    /// What to do with the path that was chosen.
    #[must_use]
    pub fn command(self, path: PathBuf) -> Command {
        match self {
            Self::OpenRecording => Command::Open(path),
            Self::AddSecond => Command::Companion(CompanionCommand::Add(path)),
            Self::AddPart => Command::Parts(PartsCommand::Add(path)),
            Self::ChooseFolder => Command::SaveInto(path),
            Self::Library => Command::Library(LibraryCommand::Open(path)),
            Self::Moved => Command::Library(LibraryCommand::LookForMoved(path)),
            Self::OpenCodebook => Command::LoadCodebook(path),
            Self::SavePicture => Command::Still(StillCommand::Save(path)),
            Self::SaveReport => Command::Report(ReportCommand::Save(path)),
            Self::SaveText => Command::Report(ReportCommand::SaveText(path)),
            Self::OpenPackage => Command::Package(PackageCommand::Look(path)),
            Self::PackageInto => Command::Package(PackageCommand::Into(path)),
            Self::PackageRecording => {
                Command::Package(PackageCommand::TakeIn(Target::Recording(path)))
            }
            Self::ClassPackages => Command::Training(TrainingCommand::TakeClass(path)),
            Self::PackageUnpack => Command::Package(PackageCommand::TakeIn(Target::Folder(path))),
        }
    }
}

impl Dialogs {
    /// Whether one covers the window, so that keys are not the player's.
    #[must_use]
    pub const fn any_open(&self) -> bool {
        self.open.is_some() || self.chooser.is_some() || self.package.is_open()
    }

    /// Opens one.
    pub fn open(&mut self, which: WindowEffect) {
        self.open = Some(which);
        self.after = None;
        self.palette = Palette::default();
        self.keys = keys_help::KeysLook::default();
    }

    /// Opens our own file chooser, in this folder or the user's own.
    pub fn choose(&mut self, purpose: Purpose, folder: Option<PathBuf>) {
        let chooser = match folder {
            Some(folder) => Chooser::starting_in(purpose, folder),
            None => Chooser::new(purpose),
        };
        self.chooser = Some((purpose, chooser));
    }

    /// Shows what is open.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        view: &View<'_>,
        commands: &mut Vec<Command>,
        effects: &mut Vec<WindowEffect>,
    ) {
        // Whoever comes out finds the way on for the others, and for themselves.
        self.alone_before |= view.app.marks_alone().is_some();
        if view.desk().is_none() {
            self.alone_before = false;
        } else if self.alone_before
            && view.app.marks_alone().is_none()
            // Their part of the record is put away, and the shared one read, on another thread.
            && view.app.round().is_some()
        {
            self.alone_before = false;
            if self.open.is_none() {
                self.open(WindowEffect::Alone);
            }
        }
        if let Some((purpose, chooser)) = &mut self.chooser {
            let purpose = *purpose;
            match chooser.show(ctx, &view.tokens) {
                Some(Chosen::Path(path)) => {
                    commands.push(purpose.command(path));
                    self.chooser = None;
                }
                Some(Chosen::Nothing) => self.chooser = None,
                None => {}
            }
            return;
        }
        if still::show(ctx, view, commands) {
            effects.push(WindowEffect::Choose(Purpose::SavePicture));
        }
        if package::show(ctx, view, &mut self.package, commands, effects) {
            return;
        }
        let stays = match self.open {
            None => return,
            Some(WindowEffect::Keys) => keys_help::show(ctx, view, &mut self.keys, commands),
            Some(WindowEffect::Palette) => self.palette.show(ctx, view, commands, effects),
            Some(WindowEffect::Settings) => {
                let (mut load, mut copies) = (false, Vec::new());
                let mut asks = settings::Asks {
                    load_codebook: &mut || load = true,
                    copy_codebook: &mut |id: &str| {
                        copies.push(Command::CopyCodebook(id.to_owned()));
                    },
                };
                let stays = settings::show(ctx, view, &mut asks, commands);
                commands.append(&mut copies);
                effects.extend(load.then_some(WindowEffect::Choose(Purpose::OpenCodebook)));
                stays
            }
            Some(WindowEffect::Sitting) => {
                let stays = sitting::show(ctx, view, &mut self.sitting, commands);
                if stays && self.sitting.take_wants_zones() {
                    self.after = self.open.replace(WindowEffect::Zones);
                }
                stays
            }
            Some(WindowEffect::Zones) => zones::show(ctx, view, &mut self.zones, commands),
            Some(WindowEffect::SessionDetails) => {
                session::show(ctx, view, &mut self.session, commands)
            }
            Some(WindowEffect::Readers) if self.back => {
                readers::show_for_one(ctx, view, &mut self.readers, commands)
            }
            Some(WindowEffect::Readers) => readers::show(ctx, view, &mut self.readers, commands),
            Some(WindowEffect::Consent) => {
                consent::show(ctx, view, &mut self.consent, commands, effects)
            }
            Some(WindowEffect::Alone) => {
                let mut others = alone::Others {
                    package: &mut self.package,
                    effects,
                    back: &mut self.back,
                };
                alone::show(ctx, view, &mut self.alone, &mut others, commands)
            }
            Some(WindowEffect::Report) => {
                report::show(ctx, view, &mut self.report, commands, effects)
            }
            Some(WindowEffect::RiskNote) => {
                risk_note::show(ctx, view, &mut self.risk_note, commands)
            }
            Some(WindowEffect::About) => about::show(ctx, view),
            Some(_) => false,
        };
        if !stays {
            let readers = self.open == Some(WindowEffect::Readers);
            let back = std::mem::take(&mut self.back) && readers;
            let back = back.then_some(WindowEffect::Alone);
            self.open = self.after.take().or(back);
        }
    }
}
