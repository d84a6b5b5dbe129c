//! The whole application without a window: what is open, what can be asked for, what happens then.
//!
//! [`App::tick`] takes in what the player, the writer and other threads tell; [`App::handle`] applies one command. Both run on
//! the window's thread and never block. There are no egui types here, so every feature can be tested without a window.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

use crate::{
    domain::{
        edit::Stamp,
        filter::Filter,
        history::EditLabel,
        id::{DeviceId, MarkId, PersonId},
        mark::{Audience, Tense},
        person::{Person, Role},
        session::{MediaIdentity, SessionInfo},
        time::MediaTime,
    },
    media::{FrameIndex, MediaError, MediaInfo, Playback, Severity, VideoFrame, Waker},
    store::{self, Codebooks, Opened, Places, Settings},
};

pub mod captions;
pub mod clock;
pub mod command;
pub mod companion;
pub mod demo;
mod desk;
pub mod document;
pub mod everything;
pub mod figures;
pub mod four_words;
pub mod ids;
pub mod keys;
pub mod library;
pub mod marking;
mod marks;
pub mod notice;
mod opening;
pub mod parts;
mod playing;
pub mod preparing;
pub mod presence;
pub mod report;
pub mod review;
pub mod room;
pub mod still;
pub mod transport;
pub mod viewing;
mod watched;
pub mod world;
mod writing;

use clock::{Clock, Reading};
pub use command::{
    Answer, CaptionCommand, Command, MarkCommand, MarkingCommand, PartsCommand, PrepareCommand,
    RoomCommand, StillCommand, TransportCommand, ViewCommand,
};
pub use companion::CompanionCommand;
pub use document::SaveState;
use document::{Document, News};
pub use keys::KeyCommand;
pub use library::LibraryCommand;
use marking::{Face, Marking};
pub use marks::TOO_MUCH;
use notice::{Notice, NoticeKind};
pub use presence::PresenceCommand;
pub use report::ReportCommand;
pub use review::{
    agreeing::AgreeCommand, alone::AloneCommand, compare::CompareCommand, consent::ConsentCommand,
    explore::ExploreCommand, guess::GuessCommand, insight::InsightCommand,
    packages::PackageCommand, playlist::PlaylistCommand, rating::RatingCommand,
    refine::RefineCommand, sitting::SittingCommand, supervision::SupervisionCommand,
    together::TogetherCommand, training::TrainingCommand,
};
use room::Room;
use transport::Transport;
use watched::Watching;

/// How a passing notice stays before it goes by itself.
const PASSING: Duration = Duration::from_secs(6);

/// Opens a player for a file; the seam at which tests put a fake one.
pub type OpenPlayer = Arc<
    dyn Fn(&Path, Waker, &PlayerOptions) -> Result<Box<dyn Playback + Send>, MediaError>
        + Send
        + Sync,
>;

/// Tells what a file is, without reading it through.
pub type Glance = Arc<dyn Fn(&Path) -> Result<MediaInfo, MediaError> + Send + Sync>;

/// How a player begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlayerOptions {
    /// Loudness 0 to 1.
    pub volume: f64,
    /// Silence.
    pub muted: bool,
    /// How many bytes of decoded pictures it may keep.
    pub frame_bytes: usize,
    /// Whether the graphics card may decode, where it shows the same pictures.
    pub hardware: bool,
}

/// Draws the sound of a file; the other half of that seam.
pub type OpenWaveform = Box<dyn Fn(&Path, Waker) -> Option<crate::media::Waveform>>;

/// Takes a single frame from a recording.
pub type TakeStill =
    Arc<dyn Fn(&Path, &FrameIndex, usize) -> Result<VideoFrame, MediaError> + Send + Sync>;

/// Makes small pictures of a file; nothing is read before some are wanted.
pub type OpenThumbnails = Box<dyn Fn(&Path, Waker) -> Option<crate::media::Thumbnails>>;

/// Everything the application needs from the world, so that tests can bring their own.
pub struct World {
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// Opens players.
    pub players: OpenPlayer,
    /// Tells what a file is; may take long, runs on a thread of its own.
    pub glance: Glance,
    /// Draws sound.
    pub waveforms: OpenWaveform,
    /// Makes small pictures.
    pub thumbnails: OpenThumbnails,
    /// Takes one frame from the recording itself, by its number in this index; may take long, runs on a thread of its own.
    pub stills: TakeStill,
    /// Reads the text tracks within a file; may take long, runs on a thread of its own.
    pub texts: captions::ReadTexts,
    /// Reads the identity of a file; may take long, runs on a thread of its own.
    pub identify: Arc<dyn Fn(&Path) -> MediaIdentity + Send + Sync>,
    /// Where our own files lie.
    pub places: Places,
    /// Called from any thread when there is something to show.
    pub waker: Waker,
    /// How much work a new passphrase costs whoever guesses at it.
    pub key_strength: store::Strength,
    /// The people of a new recording, in the words of the person's language.
    pub new_people: Vec<(String, Role)>,
}

/// A recording that is open, or being opened.
pub struct Recording {
    /// Its file.
    pub path: PathBuf,
    player: Box<dyn Playback + Send>,
    /// Where it stands.
    pub transport: Transport,
    /// Its sound, drawn in the background.
    pub waveform: Option<crate::media::Sound>,
    /// Small pictures of it, while they are switched on and its picture may be seen.
    pub thumbnails: Option<crate::media::Pictures>,
    thumbnails_refused: bool,
    /// What is said in it.
    pub captions: captions::Captioning,
    captions_begun: bool,
    /// How it is looked at.
    pub view: store::RecordingView,
    preparing: preparing::Preparing,
    parting: parts::Parting,
    beside: companion::Beside,
    record: Option<mpsc::Receiver<Opened>>,
    /// The record, once it is read.
    pub desk: Option<Desk>,
}

/// The record of the open recording and all that is done at it.
pub struct Desk {
    /// Record, history, writer.
    pub document: Document,
    /// Who marks and how.
    pub marking: Marking,
    /// The selected mark.
    pub selected: Option<MarkId>,
    /// The mark made last.
    pub newest: Option<MarkId>,
    /// Which marks the list shows.
    pub filter: Filter,
    /// How the room is: here, asked, neutral, dimmed.
    pub room: Room,
    /// It was said that a client is in the room.
    pub(super) client_here: bool,
    /// Two people whose marks are compared, if any are.
    pub comparing: Option<review::compare::Comparing>,
    /// A guessing round, if one goes on.
    pub guessing: Option<review::guess::Guessing>,
    /// What marks show of the recording, while it is looked at.
    pub insight: Option<review::insight::Looking>,
    rating: Option<review::rating::Rating>,
    exploring: Option<review::explore::Exploring>,
    play_until: Option<review::explore::Until>,
    /// What waits to be looked at again.
    again: review::refine::Again,
    /// The sitting that goes on, if one does.
    pub sitting: Option<review::sitting::Sitting>,
    /// What of the list of clips plays.
    pub clips: review::playlist::Clips,
    watching: Watching,
    /// A consensus that is worked out, or a practice.
    training: review::training::Training,
}

/// The application.
pub struct App {
    world: World,
    /// Settings as they stand.
    settings: Settings,
    codebooks: Codebooks,
    prompts: Option<crate::domain::prompt::Prompts>,
    lead_cards: store::LeadCards,
    for_the_room: presence::ForTheRoom,
    device: DeviceId,
    recording: Option<Recording>,
    notices: Vec<(Duration, Notice)>,
    next_notice: u64,
    reading: Reading,
    clipboard: Option<String>,
    stills: viewing::Stills,
    keys: keys::Keys,
    erasure: review::erasing::Erasure,
    alone: review::alone::Alone,
    packages: review::packages::Packages,
    shelf: library::Shelf,
    reports: report::Reports,
    supervising: review::supervision::Supervising,
}

impl App {
    /// The application with nothing open. Reads settings and codebooks.
    #[must_use]
    pub fn new(world: World) -> Self {
        let (settings, warning) = store::load_settings(&world.places);
        let (codebooks, refused) = Codebooks::load(&world.places);
        let (prompts, prompts_fault) = store::load_prompts(&world.places);
        let (lead_cards, cards_fault) = store::load_lead_cards(&world.places);
        let reading = world.clock.read();
        let device = store::device_id(&world.places);
        let mut app = Self {
            world,
            settings,
            for_the_room: presence::ForTheRoom::of(&codebooks),
            prompts,
            lead_cards,
            codebooks,
            device,
            recording: None,
            notices: Vec::new(),
            next_notice: 0,
            reading,
            clipboard: None,
            stills: viewing::Stills::default(),
            keys: keys::Keys::default(),
            erasure: review::erasing::Erasure::default(),
            alone: review::alone::Alone::default(),
            packages: review::packages::Packages::default(),
            shelf: library::Shelf::default(),
            reports: report::Reports::default(),
            supervising: review::supervision::Supervising::default(),
        };
        if let Some(warning) = warning {
            app.tell(NoticeKind::Opened(warning));
        }
        for fault in prompts_fault.into_iter().chain(cards_fault) {
            app.tell(NoticeKind::PromptsRefused(fault.to_string()));
        }
        for fault in refused {
            app.tell(NoticeKind::CodebookRefused(fault.to_string()));
        }
        app
    }

    /// Takes in what happened since the last tick, with one reading of the clock.
    pub fn tick(&mut self) {
        self.reading = self.world.clock.read();
        self.take_in_record();
        self.take_in_player();
        self.mind_rating();
        self.take_in_captions();
        self.take_in_parts();
        self.take_in_preparing();
        self.take_in_stills();
        self.take_in_saver();
        self.take_in_keys();
        self.take_in_erasing();
        self.take_in_library();
        self.mind_alone();
        self.mind_packages();
        self.mind_reports();
        self.mind_exploring();
        self.mind_presence();
        self.mind_sitting();
        self.mind_playlist();
        self.mind_companion();
        self.mind_insight();
        self.mind_training();
        self.mind_supervision();
        self.mind_background();
        let now = self.reading.steady;
        self.notices.retain(|(since, notice)| {
            !notice.kind.passes() || now.saturating_sub(*since) < PASSING
        });
    }

    /// How long until something changes by itself, so that the window can sleep till then.
    #[must_use]
    pub fn next_change(&self) -> Option<Duration> {
        let now = self.reading.steady;
        self.notices
            .iter()
            .filter(|(_, notice)| notice.kind.passes())
            .map(|(since, _)| (*since + PASSING).saturating_sub(now) + Duration::from_millis(20))
            .chain(self.rating_change())
            .chain(self.sitting_change())
            .chain(self.insight_change())
            .chain(self.training_change())
            .min()
    }

    /// Applies one command.
    pub fn handle(&mut self, command: Command) {
        if self.is_erasing()
            && matches!(
                command,
                Command::Open(_) | Command::OpenDemo | Command::ResetDemo
            )
        {
            return;
        }
        if !self.may_while_closed(&command) && !self.closed_by().is_empty() {
            return;
        }
        if self.breaks_the_rules(&command) {
            return;
        }
        if self.plays_by_the_rules(&command) {
            self.handle_training(TrainingCommand::Watch);
            return;
        }
        if command.goes_elsewhere()
            && let Some(open) = &mut self.recording
        {
            // Lines are chosen for what is done next; whoever goes elsewhere means that place.
            open.captions.choose_none();
        }
        match command {
            Command::Open(path) => self.open(path),
            Command::OpenDemo => self.open_demo(false),
            Command::ResetDemo => self.open_demo(true),
            Command::Close => self.close(),
            Command::Transport(command) => {
                if self.may_ask(command) {
                    self.handle_transport(command);
                }
            }
            Command::Mark(command) => self.handle_mark(command),
            Command::Marking(command) => self.handle_marking(command),
            Command::Room(command) => self.handle_room(command),
            Command::Compare(command) => self.handle_compare(command),
            Command::Guess(command) => self.handle_guess(command),
            Command::Insight(command) => self.handle_insight(command),
            Command::Captions(command) => self.handle_captions(command),
            Command::View(command) => self.handle_view(command),
            Command::Still(command) => self.handle_still(command),
            Command::Prepare(command) => self.handle_prepare(command),
            Command::Parts(command) => self.handle_parts(command),
            Command::Companion(command) => self.handle_companion(command),
            Command::Key(command) => self.handle_key(command),
            Command::Rating(command) => self.handle_rating(command),
            Command::Alone(command) => self.handle_alone(command),
            Command::Package(command) => self.handle_package(command),
            Command::Report(command) => self.handle_report(command),
            Command::Consent(command) => self.handle_consent(command),
            Command::Explore(command) => self.handle_explore(command),
            Command::Refine(command) => self.handle_refine(command),
            Command::Presence(command) => self.handle_presence(command),
            Command::Sitting(command) => self.handle_sitting(command),
            Command::Together(command) => self.handle_together(command),
            Command::Playlist(command) => self.handle_playlist(command),
            Command::Library(command) => self.handle_library(command),
            Command::Training(command) => self.handle_training(command),
            Command::Supervision(command) => self.handle_supervision(command),
            Command::SetSettings(settings) => self.set_settings(*settings),
            Command::KeepSizes(sizes) => self.keep_sizes(sizes),
            Command::SetInfo(info) => self.set_info(*info),
            Command::AddPerson(person) => self.add_person(person),
            Command::DismissNotice(id) => self.notices.retain(|(_, notice)| notice.id != id),
            Command::AnswerNotice(id, answer) => self.answer(id, answer),
            Command::SaveInto(folder) => self.save_into(&folder),
            Command::ChoosePreset { codebook, preset } => self.choose_preset(&codebook, preset),
            Command::LoadCodebook(path) => self.load_codebook(&path),
            Command::CopyCodebook(id) => self.copy_codebook(&id),
        }
        self.check_exploring();
        self.mind_presence();
        self.mind_companion();
        self.mind_background();
    }

    /// Settings as they stand.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Codebooks that can be used, in the words of whoever looks at the screen.
    #[must_use]
    pub fn codebooks(&self) -> &Codebooks {
        if self.client_present() {
            &self.for_the_room.books
        } else {
            &self.codebooks
        }
    }

    /// The open recording.
    #[must_use]
    pub const fn recording(&self) -> Option<&Recording> {
        self.recording.as_ref()
    }

    /// The desk of the open recording, once its record is read.
    #[must_use]
    pub fn desk(&self) -> Option<&Desk> {
        self.recording.as_ref()?.desk.as_ref()
    }

    /// What the people should be told, oldest first.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter().map(|(_, notice)| notice)
    }

    /// Where our own files lie.
    #[must_use]
    pub const fn places(&self) -> &Places {
        &self.world.places
    }

    /// The reading of this tick.
    #[must_use]
    pub const fn reading(&self) -> Reading {
        self.reading
    }

    /// Text for the clipboard, once; the window has the clipboard.
    pub const fn take_clipboard(&mut self) -> Option<String> {
        self.clipboard.take()
    }

    /// Which screen the active author sees.
    #[must_use]
    pub fn face(&self) -> Face {
        let client = self.desk().is_some_and(|desk| {
            desk.document
                .session()
                .person(&desk.marking.author)
                .is_some_and(|person| matches!(person.role, Role::Client | Role::Child))
        });
        // Whoever recalls has no ratings and no names of modes before them, whatever they are otherwise.
        if client || self.in_recall() {
            Face::Client
        } else {
            Face::Therapist
        }
    }

    /// Waits until all work is on disk, for at most `limit`; for leaving. False if something is not.
    pub fn flush(&mut self, limit: Duration) -> bool {
        self.await_erasing(limit);
        self.note_watched();
        self.settle_rating();
        self.note_end_of_sitting();
        let Some(desk) = self.desk_mut() else {
            return true;
        };
        let failed = desk
            .document
            .saver_mut()
            .and_then(|saver| saver.flush(limit).err());
        self.take_in_saver();
        let safe = failed.is_none();
        if let Some(error) = failed {
            self.tell(NoticeKind::NotSaved(error));
        }
        safe
    }

    fn desk_mut(&mut self) -> Option<&mut Desk> {
        self.recording.as_mut()?.desk.as_mut()
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            device: self.device.clone(),
            now: self.reading.wall,
        }
    }

    fn saver_setup(&self) -> store::SaverSetup {
        store::SaverSetup {
            waker: Arc::clone(&self.world.waker),
            clock: Arc::new(clock::wall),
            device: self.device.clone(),
            presence: true,
            watch: true,
        }
    }

    fn tell(&mut self, kind: NoticeKind) {
        if kind.passes() {
            self.notices.retain(|(_, notice)| !notice.kind.passes());
        }
        let same = std::mem::discriminant(&kind);
        if !kind.passes() {
            self.notices
                .retain(|(_, notice)| std::mem::discriminant(&notice.kind) != same);
        }
        self.next_notice += 1;
        let notice = Notice {
            id: self.next_notice,
            kind,
        };
        self.notices.push((self.reading.steady, notice));
    }

    fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
        if let Err(error) = store::save_settings(&self.world.places, &self.settings) {
            self.tell(NoticeKind::NotSaved(error));
        }
    }

    /// Nobody asked for this to be kept, so nobody is told where it cannot be.
    fn keep_sizes(&mut self, sizes: store::Sizes) {
        self.settings.sizes = sizes;
        if store::save_settings(&self.world.places, &self.settings).is_err() {
            log::warn!("the sizes of the window could not be kept");
        }
    }

    fn take_in_saver(&mut self) {
        let Some(desk) = self.desk_mut() else { return };
        let News {
            errors,
            warnings,
            unreachable,
            erased,
            arrived,
        } = desk.document.poll_saver();
        if desk.document.save_state() == SaveState::Saved {
            self.notices
                .retain(|(_, notice)| !matches!(notice.kind, NoticeKind::NotSaved(_)));
        }
        for error in errors {
            self.tell(NoticeKind::NotSaved(error));
        }
        for warning in warnings {
            self.tell(NoticeKind::Opened(warning));
        }
        if erased {
            self.leave_libraries();
        }
        if unreachable > 0 {
            self.tell(NoticeKind::Erased { unreachable });
        }
        if arrived > 0 {
            self.tell(NoticeKind::Arrived { marks: arrived });
        }
    }

    fn answer(&mut self, id: u64, answer: Answer) {
        match answer {
            Answer::Retry => {
                if let Some(saver) = self.desk_mut().and_then(|desk| desk.document.saver_mut()) {
                    saver.retry();
                }
                self.notices.retain(|(_, notice)| notice.id != id);
            }
            Answer::UseThoseMarks => self.use_those_marks(id),
            // The window opens a folder chooser for this and comes back with another command.
            Answer::ElsewhereForMarks => {}
        }
    }

    /// Gives this recording the marks that lie under another name, and opens it again to show them.
    fn use_those_marks(&mut self, notice: u64) {
        let found = self
            .notices
            .iter()
            .find_map(|(_, known)| match &known.kind {
                NoticeKind::Opened(store::Warning::Relinkable { places }) if known.id == notice => {
                    places.first().cloned()
                }
                _ => None,
            });
        let path = self.recording().map(|open| open.path.clone());
        let (Some(from), Some(path)) = (found, path) else {
            return;
        };
        // The writer must not touch the files while they change their name.
        self.close();
        match store::relink(&from, &store::Place::beside(&path), false) {
            Ok(()) => self.open(path),
            Err(error) => self.tell(NoticeKind::NotSaved(error)),
        }
    }

    fn save_into(&mut self, folder: &Path) {
        let Some(desk) = self.desk_mut() else { return };
        let place = store::Place::in_folder(&desk.document.path, folder);
        if let Some(saver) = desk.document.saver_mut() {
            saver.relocate(place);
        }
        desk.document.offer();
    }

    fn set_info(&mut self, info: SessionInfo) {
        self.change_info(info, EditLabel::Session);
    }

    fn change_info(&mut self, info: SessionInfo, label: EditLabel) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let edit = crate::domain::edit::Edit::SetInfo(Box::new(info));
        if let Err(reason) = desk.document.edit(&author, label, &edit, None, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    fn add_person(&mut self, person: Person) {
        let Some(desk) = self.desk() else { return };
        let mut info = desk.document.session().info().clone();
        info.people.push(person);
        self.set_info(info);
    }

    fn choose_preset(&mut self, codebook: &str, preset: String) {
        let Some(found) = self.codebooks().get(codebook) else {
            return;
        };
        let client = self.face() == Face::Client;
        if let Some(desk) = self.desk_mut() {
            desk.marking.codebook = found;
            desk.marking.preset.clone_from(&preset);
        }
        let choice = (codebook.to_owned(), preset);
        let mut settings = self.settings.clone();
        if client {
            settings.client_preset = choice;
        } else {
            settings.therapist_preset = choice;
        }
        self.set_settings(settings);
    }

    fn load_codebook(&mut self, path: &Path) {
        match self.codebooks.adopt(&self.world.places, path) {
            Ok(id) => {
                self.for_the_room = presence::ForTheRoom::of(&self.codebooks);
                let preset = self
                    .codebooks
                    .get(&id)
                    .and_then(|book| book.presets.first().map(|preset| preset.id.clone()));
                self.choose_preset(&id, preset.unwrap_or_default());
            }
            Err(fault) => self.tell(NoticeKind::CodebookRefused(fault.to_string())),
        }
    }

    fn copy_codebook(&mut self, id: &str) {
        match self.codebooks.copy_for_editing(&self.world.places, id) {
            Ok(path) => self.tell(NoticeKind::CodebookCopied(path)),
            Err(fault) => self.tell(NoticeKind::CodebookRefused(fault.to_string())),
        }
    }

    /// Which codes a person of this role marks with.
    fn preset_for(&self, role: Role) -> (Arc<crate::domain::codebook::Codebook>, String) {
        let client = matches!(role, Role::Client | Role::Child);
        let (book, preset) = if client {
            &self.settings.client_preset
        } else {
            &self.settings.therapist_preset
        };
        self.codebooks.get(book).map_or_else(
            || self.codebooks.fallback(client),
            |found| (found, preset.clone()),
        )
    }
}

/// Whether a problem means that the recording cannot be played.
fn is_fatal(error: &MediaError) -> bool {
    error.severity == Severity::Fatal
}

/// The desk of a record that was just read: the first therapist marks, nothing is selected.
fn fresh_desk(document: Document, marking: Marking) -> Desk {
    Desk {
        document,
        marking,
        selected: None,
        newest: None,
        filter: Filter::default(),
        room: Room::Here,
        client_here: false,
        comparing: None,
        guessing: None,
        insight: None,
        rating: None,
        exploring: None,
        play_until: None,
        again: review::refine::Again::default(),
        sitting: None,
        clips: review::playlist::Clips::default(),
        watching: Watching::default(),
        training: review::training::Training::default(),
    }
}

/// The state a new author begins with: about themselves or their client, then.
fn marking_for(app: &App, author: PersonId, role: Role) -> Marking {
    // In a recall everybody has the plain buttons.
    let role = if app.in_recall() { Role::Client } else { role };
    let (codebook, preset) = app.preset_for(role);
    Marking {
        author,
        about: None,
        tense: Tense::Then,
        codebook,
        preset,
        held: None,
        follow_up: None,
        writing: None,
        audience: Audience::Everyone,
    }
}

/// A time within the recording.
fn within(time: MediaTime, transport: &Transport) -> MediaTime {
    let end = transport.duration();
    let time = time.clamp_to_start();
    if end > MediaTime::ZERO {
        time.min(end)
    } else {
        time
    }
}
