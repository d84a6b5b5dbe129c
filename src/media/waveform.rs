//! The loudness of a recording over time, for drawing: read in the background, coarse to fine.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;
use gstreamer_audio as gst_audio;

use super::{
    MediaError, Problem, Waker, check,
    graph::{self, Decoding, MissingDecoders, Streams, Trouble},
    init, picture,
    server::PATIENCE,
    source,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// Samples of one channel in the finest step to begin with: a third of a millisecond.
const FINEST: u64 = 16;

/// How many steps of one level make one of the next.
const COARSER: usize = 4;

/// How many levels: the coarsest step is 65,536 times the finest, some 22 s to begin with.
const LEVELS: usize = 9;

/// How many of the finest steps there may be, of all channels: 36 MB, and a third more for the coarser levels. A recording
/// that needs more gets a finest step four times as long, as often as it takes; three hours in stereo have 1.3 ms.
const MOST_STEPS: usize = 18_000_000;

/// A finest step of so many samples is for no recording: the file lies about its times.
const LONGEST_STEP: u64 = 1 << 16;

/// How often progress is told.
const TELL: Duration = Duration::from_millis(250);

/// Longest rest between two pieces while something else comes first.
const LONGEST_REST: Duration = Duration::from_millis(50);

/// Lowest and highest sample of a stretch, from -127 to 127; silence is `(0, 0)`.
pub type Peak = (i8, i8);

/// Nothing is known of this step yet.
const UNKNOWN: Peak = (i8::MAX, i8::MIN);

/// The loudness of the first sound track, growing while it is read. Dropping it stops the reading.
pub struct Waveform {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    peaks: Mutex<Peaks>,
    stop: AtomicBool,
    giving_way: AtomicBool,
}

struct Peaks {
    sample_rate: u32,
    /// Samples of one channel in a step of the finest level.
    finest: u64,
    /// By channel, then by level, finest first.
    channels: Vec<Vec<Vec<Peak>>>,
    read_to: MediaTime,
    length: MediaTime,
    complete: bool,
    problem: Option<MediaError>,
}

impl Default for Peaks {
    fn default() -> Self {
        Self {
            sample_rate: 0,
            finest: FINEST,
            channels: Vec::new(),
            read_to: MediaTime::ZERO,
            length: MediaTime::ZERO,
            complete: false,
            problem: None,
        }
    }
}

/// Part of the drawn sound, in equal steps that lie on a fixed grid: the same sound has the same steps wherever the view
/// begins, so that nothing shimmers while it moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// From the start of the first step to the end of the last.
    pub span: MediaSpan,
    /// Lowest and highest sample of each step; `(0, 0)` for what is silent or not read yet.
    pub peaks: Vec<Peak>,
}

impl Waveform {
    /// Starts to read the sound of the file at `path`; `waker` is called as more is known.
    pub fn start(path: &Path, waker: Waker) -> Result<Self, MediaError> {
        check::plainly(path)?;
        Self::start_bytes(source::file(path.to_owned()), waker)
    }

    /// Starts to read the sound of anything that can be read and sought.
    pub fn start_bytes(opener: source::Opener, waker: Waker) -> Result<Self, MediaError> {
        let shared = Arc::<Shared>::default();
        let reader = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("waveform".to_owned())
            .spawn(move || {
                step_back_here();
                let read = read(&opener, &reader, &waker);
                {
                    let mut peaks = reader.lock();
                    peaks.let_go();
                    peaks.complete = true;
                    peaks.problem = read.err();
                }
                if !reader.stop.load(Ordering::SeqCst) {
                    waker();
                }
            })
            .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))?;
        Ok(Self { shared })
    }

    /// Reads at a quarter of the pace, or as fast as the machine has time for: while the recording plays, that comes first.
    pub fn give_way(&self, giving_way: bool) {
        self.shared.giving_way.store(giving_way, Ordering::SeqCst);
    }

    /// How much is read, from 0 to 1; 1 once there is no more to come.
    #[must_use]
    pub fn progress(&self) -> f32 {
        let peaks = self.shared.lock();
        if peaks.complete {
            return 1.0;
        }
        let (read, length) = (
            peaks.read_to.seconds_for_drawing(),
            peaks.length.seconds_for_drawing(),
        );
        if length > 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a share of one needs few digits"
            )]
            return (read / length).clamp(0.0, 1.0) as f32;
        }
        0.0
    }

    /// Whether everything is read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.shared.lock().complete
    }

    /// What ended the reading early, if anything did.
    #[must_use]
    pub fn problem(&self) -> Option<MediaError> {
        self.shared.lock().problem.clone()
    }

    /// How many channels there are; 0 while that is not known, and for a silent recording.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.shared.lock().channels.len()
    }

    /// Lowest and highest sample in each of `columns` equal parts of `span`. What is not read yet, and what lies
    /// outside, is silent.
    #[must_use]
    pub fn peaks(&self, channel: usize, span: MediaSpan, columns: usize) -> Vec<Peak> {
        self.shared.lock().columns(channel, span, columns)
    }

    /// The sound within `span` and a step more on both sides, in steps of which one to two fill a `columns`th of it, or
    /// longer ones where it is not known so finely.
    #[must_use]
    pub fn strip(&self, channel: usize, span: MediaSpan, columns: usize) -> Strip {
        self.shared.lock().strip(channel, span, columns)
    }

    /// The shortest time that is told apart; `None` while nothing is known.
    #[must_use]
    pub fn finest_step(&self) -> Option<MediaDelta> {
        let peaks = self.shared.lock();
        let rate = i64::from(peaks.sample_rate);
        let nanos = i64::try_from(peaks.finest)
            .ok()?
            .checked_mul(1_000_000_000)?;
        nanos.checked_div(rate).map(MediaDelta::from_nanos)
    }

    /// How many bytes the peaks take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let peaks = self.shared.lock();
        let steps: usize = peaks.channels.iter().flatten().map(Vec::capacity).sum();
        steps * size_of::<Peak>()
    }
}

impl Drop for Waveform {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Peaks> {
        self.peaks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Peaks {
    /// Takes interleaved samples that begin with number `first` of each channel.
    fn add(&mut self, first: u64, channels: usize, samples: &[i16]) {
        if self.channels.len() < channels {
            self.channels
                .resize_with(channels, || vec![Vec::new(); LEVELS]);
        }
        let frames = samples.len() / channels.max(1);
        if frames == 0 {
            return;
        }
        let last = first + frames as u64;
        while last.div_ceil(self.finest) > (MOST_STEPS / self.channels.len()) as u64 {
            if self.finest >= LONGEST_STEP {
                return;
            }
            self.drop_finest();
        }
        let step_of = |sample: u64| usize::try_from(sample / self.finest).unwrap_or(usize::MAX);
        let (begin, end) = (step_of(first), step_of(last - 1) + 1);
        for (channel, levels) in self.channels.iter_mut().enumerate().take(channels) {
            grow(&mut levels[0], end);
            let finest = &mut levels[0];
            let mut place = first;
            let mut rest = samples;
            // One step at a time: the inner loop is what the time goes into.
            while rest.len() >= channels {
                let step = step_of(place);
                let count = usize::try_from(self.finest - place % self.finest)
                    .unwrap_or(1)
                    .min(rest.len() / channels);
                let (here, behind) = rest.split_at(count * channels);
                let (mut low, mut high) = (i16::MAX, i16::MIN);
                for frame in here.chunks_exact(channels) {
                    low = low.min(frame[channel]);
                    high = high.max(frame[channel]);
                }
                if let Some(peak) = finest.get_mut(step) {
                    *peak = joined(*peak, (small(low), small(high)));
                }
                place += count as u64;
                rest = behind;
            }
            coarsen(levels, 1, begin, end);
        }
    }

    /// Goes on with steps four times as long, to take a quarter of the memory.
    fn drop_finest(&mut self) {
        self.finest *= COARSER as u64;
        for levels in &mut self.channels {
            levels.remove(0);
            levels.push(Vec::new());
            let end = levels[LEVELS - 2].len();
            coarsen(levels, LEVELS - 1, 0, end);
        }
    }

    /// Gives back memory that was taken ahead.
    fn let_go(&mut self) {
        self.channels
            .iter_mut()
            .flatten()
            .for_each(Vec::shrink_to_fit);
    }

    /// The number of the sample at a time.
    fn sample_at(&self, time: MediaTime) -> i128 {
        (i128::from(time.as_nanos()) * i128::from(self.sample_rate)).div_euclid(1_000_000_000)
    }

    fn strip(&self, channel: usize, span: MediaSpan, columns: usize) -> Strip {
        let (Some(levels), 1..) = (self.channels.get(channel), self.sample_rate) else {
            return Strip {
                span,
                peaks: Vec::new(),
            };
        };
        let (start, end) = (self.sample_at(span.start()), self.sample_at(span.end()));
        let per_column = (end - start) / columns.max(1) as i128;
        let finest = i128::from(self.finest);
        let mut doublings = 0;
        while doublings + 1 < 2 * LEVELS && finest << (doublings + 1) <= per_column {
            doublings += 1;
        }
        let unit = finest << doublings;
        // A level holds steps four times as long as the one before; between them two of the finer make one.
        let (level, together) = (doublings / 2, 1 + doublings % 2);
        let known = levels[level].len().div_ceil(together);
        let first = (start.div_euclid(unit) - 1).max(0);
        let last = (end.div_euclid(unit) + 2).min(i128::try_from(known).unwrap_or(i128::MAX));
        let time = |step: i128| {
            let nanos = (step * unit * 1_000_000_000).div_euclid(i128::from(self.sample_rate));
            MediaTime::from_nanos(i64::try_from(nanos).unwrap_or(i64::MAX))
        };
        let peaks = (first..last)
            .map(|step| {
                let from = usize::try_from(step)
                    .unwrap_or(usize::MAX)
                    .saturating_mul(together);
                let to = from.saturating_add(together).min(levels[level].len());
                let found = levels[level].get(from..to).unwrap_or_default();
                let peak = found.iter().fold(UNKNOWN, |all, step| joined(all, *step));
                if peak == UNKNOWN { (0, 0) } else { peak }
            })
            .collect();
        Strip {
            span: MediaSpan::between(time(first), time(last.max(first))),
            peaks,
        }
    }

    fn columns(&self, channel: usize, span: MediaSpan, columns: usize) -> Vec<Peak> {
        let mut out = vec![(0, 0); columns];
        let Some(levels) = self.channels.get(channel) else {
            return out;
        };
        let (start, end) = (self.sample_at(span.start()), self.sample_at(span.end()));
        let wide = columns.max(1) as i128;
        let per_column = (end - start) / wide;
        let mut level = 0;
        let mut step = i128::from(self.finest);
        while level + 1 < LEVELS && step * COARSER as i128 <= per_column {
            level += 1;
            step *= COARSER as i128;
        }
        for (column, peak) in (0_i128..).zip(&mut out) {
            let from = start + (end - start) * column / wide;
            let to = (start + (end - start) * (column + 1) / wide).max(from + 1);
            let (Ok(first), Ok(last)) = (
                usize::try_from(from.max(0) / step),
                usize::try_from((to - 1).max(-1) / step),
            ) else {
                continue;
            };
            if to <= 0 {
                continue;
            }
            let steps = levels[level]
                .get(first..=last.min(levels[level].len().saturating_sub(1)))
                .unwrap_or_default();
            let found = steps.iter().fold(UNKNOWN, |all, step| joined(all, *step));
            if found != UNKNOWN {
                *peak = found;
            }
        }
        out
    }
}

fn joined(a: Peak, b: Peak) -> Peak {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The upper eight bits, rounded towards zero so that faint noise stays a line.
fn small(sample: i16) -> i8 {
    i8::try_from(sample / 258).unwrap_or(i8::MAX)
}

/// Makes room for `end` steps, with little more memory than they need.
fn grow(steps: &mut Vec<Peak>, end: usize) {
    if steps.capacity() < end {
        let more = (end - steps.len()).max(steps.len() / 8);
        steps.reserve_exact(more);
    }
    if steps.len() < end {
        steps.resize(end, UNKNOWN);
    }
}

/// Brings the levels from `from` on up to date with steps `begin` to `end` of the level before.
fn coarsen(levels: &mut [Vec<Peak>], from: usize, mut begin: usize, mut end: usize) {
    for level in from..levels.len() {
        begin /= COARSER;
        end = end.div_ceil(COARSER);
        let (finer, coarser) = levels.split_at_mut(level);
        let (finer, coarser) = (&finer[level - 1], &mut coarser[0]);
        grow(coarser, end);
        for (step, peak) in coarser.iter_mut().enumerate().take(end).skip(begin) {
            let from = step * COARSER;
            *peak = finer[from..finer.len().min(from + COARSER)]
                .iter()
                .fold(UNKNOWN, |all, step| joined(all, *step));
        }
    }
}

fn read(opener: &source::Opener, shared: &Shared, waker: &Waker) -> Result<(), MediaError> {
    init()?;
    let pipeline = gst::Pipeline::new();
    let missing = MissingDecoders::default();
    let front = graph::add_decoder(&pipeline, opener, Streams::Sound, &Decoding::Ours)?;
    missing.watch(&front.bin);
    let convert = init::make("audioconvert")?;
    let sink = gst_app::AppSink::builder()
        .caps(
            &gst_audio::AudioCapsBuilder::new_interleaved()
                .format(gst_audio::AUDIO_FORMAT_S16)
                .build(),
        )
        .sync(false)
        .async_(false)
        .qos(false)
        .enable_last_sample(false)
        .wait_on_eos(false)
        .max_buffers(8)
        .build();
    let wire =
        |error: gst::glib::BoolError| MediaError::fatal(Problem::Other(error.message.to_string()));
    pipeline
        .add_many([&convert, sink.upcast_ref()])
        .map_err(wire)?;
    convert.link(&sink).map_err(wire)?;
    let (linked, all_pads) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
    let entry = convert.static_pad("sink");
    front.bin.connect_pad_added({
        let linked = Arc::clone(&linked);
        let weak = pipeline.downgrade();
        move |_, pad| {
            let is_sound = pad.current_caps().is_some_and(|caps| {
                caps.structure(0)
                    .is_some_and(|caps| caps.name() == "audio/x-raw")
            });
            if let Some(entry) = entry
                .as_ref()
                .filter(|entry| is_sound && !entry.is_linked())
            {
                linked.store(pad.link(entry).is_ok(), Ordering::SeqCst);
            } else if let Some(pipeline) = weak.upgrade() {
                graph::drain(&pipeline, pad);
            }
        }
    });
    front.bin.connect_no_more_pads({
        let all_pads = Arc::clone(&all_pads);
        move |_| all_pads.store(true, Ordering::SeqCst)
    });
    let bus = pipeline
        .bus()
        .ok_or_else(|| MediaError::fatal(Problem::Other("a pipeline without bus".to_owned())))?;
    bus.set_sync_handler(|_, message| {
        step_back(message);
        gst::BusSyncReply::Pass
    });
    let _stop = StopOnDrop(pipeline.clone(), sink.clone());
    graph::start_pulled(&pipeline, &sink);
    let (mut told, mut heard) = (Instant::now(), Instant::now());
    let mut begun = Instant::now();
    while !shared.stop.load(Ordering::SeqCst) {
        if let Some(sample) = sink.try_pull_sample(gst::ClockTime::from_mseconds(50)) {
            heard = Instant::now();
            if shared.lock().length == MediaTime::ZERO {
                let length = pipeline.query_duration::<gst::ClockTime>();
                shared.lock().length = length.map_or(MediaTime::ZERO, |length| {
                    picture::media_time(length) - front.extra
                });
            }
            take(&sample, shared);
            if shared.giving_way.load(Ordering::SeqCst) {
                // What is decoded waits in a short queue, so the decoder rests as well.
                std::thread::sleep((begun.elapsed() * 3).min(LONGEST_REST));
            }
            begun = Instant::now();
            if told.elapsed() > TELL {
                told = Instant::now();
                waker();
            }
            continue;
        }
        let linked = linked.load(Ordering::SeqCst);
        if sink.is_eos() && linked || all_pads.load(Ordering::SeqCst) && !linked {
            return Ok(());
        }
        match graph::trouble(&bus, &missing, "waveform") {
            Some(Trouble::Failed(error)) => return Err(error),
            Some(Trouble::OnlyUnlinked) if !linked => return Ok(()),
            _ => {}
        }
        if heard.elapsed() > PATIENCE {
            return Err(MediaError::fatal(Problem::Stalled));
        }
    }
    Ok(())
}

/// Places a sample by its stream time, so that gaps and late starts stay where they are.
fn take(sample: &gst::SampleRef, shared: &Shared) -> Option<()> {
    let info = gst_audio::AudioInfo::from_caps(sample.caps()?).ok()?;
    let buffer = sample.buffer()?;
    let segment = sample.segment()?.downcast_ref::<gst::ClockTime>()?;
    let start = buffer.pts()?;
    let map = buffer.map_readable().ok()?;
    let samples: Vec<i16> = map
        .as_slice()
        .chunks_exact(2)
        .map(|bytes| i16::from_ne_bytes([bytes[0], bytes[1]]))
        .collect();
    let channels = usize::try_from(info.channels()).ok()?.max(1);
    // Decoders give what lies before the segment too, as a lead-in that is not heard.
    let lead = segment
        .start()
        .map_or(gst::ClockTime::ZERO, |begin| begin.saturating_sub(start));
    let skipped =
        usize::try_from(u128::from(lead.nseconds()) * u128::from(info.rate()) / 1_000_000_000)
            .ok()?;
    let samples = samples.get(skipped * channels..)?;
    let time = segment.to_stream_time(start + lead)?;
    let first = u128::from(time.nseconds()) * u128::from(info.rate()) / 1_000_000_000;
    let mut peaks = shared.lock();
    peaks.sample_rate = info.rate();
    peaks.add(u64::try_from(first).ok()?, channels, samples);
    let read_to = picture::media_time(time + buffer.duration().unwrap_or_default());
    peaks.read_to = peaks.read_to.max(read_to);
    Some(())
}

/// Lets the threads of this pipeline run only when nothing else wants to.
pub(super) fn step_back(message: &gst::Message) {
    #[cfg(target_os = "linux")]
    if let gst::MessageView::StreamStatus(status) = message.view()
        && status.get().0 == gst::StreamStatusType::Enter
    {
        // On Linux this is about the calling thread, which is the one that enters.
        let _ = rustix::process::setpriority_process(None, 15);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = message;
}

/// The same for a thread of our own.
pub(super) fn step_back_here() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 15);
}

struct StopOnDrop(gst::Pipeline, gst_app::AppSink);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        graph::stop_pulled(&self.0, &self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, to: i64) -> MediaSpan {
        MediaSpan::between(MediaTime::from_millis(from), MediaTime::from_millis(to))
    }

    #[test]
    fn every_zoom_shows_the_same_peaks() {
        let mut peaks = Peaks {
            sample_rate: 25_600,
            ..Peaks::default()
        };
        // Ten seconds of near silence with one click at 4 s in the right channel, in uneven pieces and out of order.
        let sample = |at: u64| if at == 4 * 25_600 { 32_767 } else { 300 };
        let piece = |from: u64, to: u64| -> Vec<i16> {
            (from..to).flat_map(|at| [0, sample(at)]).collect()
        };
        for (from, to) in [
            (0, 1000),
            (200_000, 256_000),
            (1000, 99_999),
            (99_999, 200_000),
        ] {
            peaks.add(from, 2, &piece(from, to));
        }
        for columns in [1, 7, 100, 999, 4000] {
            let found = peaks.columns(1, span(0, 10_000), columns);
            let loud: Vec<usize> = (0..columns).filter(|at| found[*at].1 == 127).collect();
            assert!(!loud.is_empty() && loud.len() <= 4, "{columns}: {loud:?}");
            assert!(
                loud.iter()
                    .all(|at| at.abs_diff(columns * 4 / 10) <= columns / 900 + 1)
            );
            assert!(found.iter().all(|peak| peak.1 >= 1), "no gaps");
            assert!(
                peaks
                    .columns(0, span(0, 10_000), columns)
                    .iter()
                    .all(|peak| *peak == (0, 0))
            );
        }
        // Outside of the recording is silence, and so is a channel that is not there.
        assert_eq!(peaks.columns(1, span(11_000, 12_000), 3), [(0, 0); 3]);
        assert_eq!(peaks.columns(1, span(-2000, -1000), 2), [(0, 0); 2]);
        assert_eq!(peaks.columns(5, span(0, 1000), 2), [(0, 0); 2]);
        assert_eq!(peaks.columns(1, span(0, 0), 0), []);
    }

    #[test]
    fn three_hours_in_stereo_stay_within_memory_and_about_a_millisecond() {
        let mut peaks = Peaks {
            sample_rate: 48_000,
            ..Peaks::default()
        };
        let click = [i16::MAX, i16::MIN];
        peaks.add(5 * 48_000, 2, &click);
        let last = 3 * 3600 * 48_000;
        for minute in 0..180 {
            peaks.add(minute * 60 * 48_000 + 3, 2, &[0, 0]);
        }
        peaks.add(last - 1, 2, &click);
        assert_eq!(peaks.finest, 64, "1.3 ms");
        peaks.let_go();
        let steps: usize = peaks.channels.iter().flatten().map(Vec::capacity).sum();
        assert!(steps * size_of::<Peak>() < 50_000_000, "{steps}");
        // What was drawn before the steps grew is still there.
        for (at, channel, loud) in [(5_000, 0, 127), (10_799_999, 1, -127)] {
            let strip = peaks.strip(channel, span(at - 20, at + 20), 100);
            let found = strip
                .peaks
                .iter()
                .any(|(low, high)| *low == loud || *high == loud);
            assert!(found, "{at}: {strip:?}");
        }
        // A file that lies about its times gets no more.
        peaks.add(u64::MAX / 2, 2, &click);
        let steps: usize = peaks.channels.iter().flatten().map(Vec::len).sum();
        assert!(steps * size_of::<Peak>() < 50_000_000, "{steps}");
    }
}
