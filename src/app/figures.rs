//! What the bench measures: plain numbers with their units in their names, as they are written out.

use std::time::Duration;

use serde::Serialize;

/// How long something took, over several tries, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// Half of the tries were at most this long.
    pub p50: f64,
    /// 95 of 100 were.
    pub p95: f64,
    /// The longest.
    pub max: f64,
    /// How many tries.
    pub n: usize,
    /// How many ended on another frame than the one asked for.
    pub wrong: usize,
}

impl Spread {
    /// The spread of these durations.
    #[must_use]
    pub fn of(mut tries: Vec<Duration>, wrong: usize) -> Self {
        tries.sort_unstable();
        let at = |share: usize| {
            let last = tries.len().checked_sub(1)?;
            tries.get((last * share).div_ceil(100))
        };
        let millis = |duration: Option<&Duration>| {
            duration.map_or(0.0, |duration| (duration.as_secs_f64() * 1e5).round() / 1e2)
        };
        Self {
            p50: millis(at(50)),
            p95: millis(at(95)),
            max: millis(tries.last()),
            n: tries.len(),
            wrong,
        }
    }
}

/// A stretch of playing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Playing {
    /// How long it played by the clock.
    pub seconds: f64,
    /// Frames in that stretch of the recording.
    pub frames: usize,
    /// Of those, how many were painted.
    pub shown: usize,
    /// Processor seconds used per second.
    pub cpu_per_s: f64,
    /// Most memory ever used, in MiB.
    pub peak_rss_mib: f64,
}

/// Everything measured on one recording with one player.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// From the start of the process to the first painted frame, median, in ms.
    pub first_frame_ms: f64,
    /// Seek to any frame, until that very frame was painted.
    pub exact_seek_ms: Spread,
    /// Seek to a key frame, until it was painted.
    pub key_seek_ms: Spread,
    /// Drag of the pointer to any place, until some picture of there was painted.
    pub first_picture_ms: Spread,
    /// One frame on.
    pub step_forward_ms: Spread,
    /// One frame back.
    pub step_back_ms: Spread,
    /// Playing at natural speed.
    pub playback: Playing,
}

/// What a recording with many marks costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MarksFigures {
    /// How many marks there were in the end.
    pub marks: usize,
    /// From the press of a key, while it plays, until its mark was safe on disk and the window knew.
    pub edit_to_disk_ms: Spread,
    /// From the wish to open the recording until its first picture and its marks were on the screen.
    pub open_ms: Spread,
    /// Processor time of one whole frame of the window while it plays, without uploading and painting pixels.
    pub ui_frame_ms: Spread,
    /// From the press of a key until its mark was on the screen; wrong where it was not in the very next frame.
    pub key_to_mark_ms: Spread,
}

/// How rating strength goes while it plays.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RatingFigures {
    /// How far the place at which values are taken was from an even clock; wrong where more than 20 ms.
    pub clock_ms: Spread,
    /// How far from its tenth of a second a value was kept, measured from the moment the hand moved; wrong where more than 20 ms.
    pub kept_ms: Spread,
    /// From the press of the pointer on the scale until the value was on the screen.
    pub shown_ms: Spread,
}

/// How something went over a long time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Slope {
    /// Median of the first third of the samples.
    pub early: f64,
    /// Median of the last third.
    pub late: f64,
    /// By how much it grew in an hour: the line of least squares through all samples.
    pub per_hour: f64,
}

impl Slope {
    /// The slope of these samples, in the order of their times.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a count of samples")]
    pub fn of(samples: &[(Duration, f64)]) -> Self {
        let third = samples.len().div_ceil(3);
        let median = |part: &[(Duration, f64)]| {
            let mut values: Vec<f64> = part.iter().map(|(_, value)| *value).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0)
        };
        let count = samples.len().max(1) as f64;
        let hours = |at: &Duration| at.as_secs_f64() / 3600.0;
        let mean_x = samples.iter().map(|(at, _)| hours(at)).sum::<f64>() / count;
        let mean_y = samples.iter().map(|(_, value)| value).sum::<f64>() / count;
        let (mut along, mut square) = (0.0, 0.0);
        for (at, value) in samples {
            along += (hours(at) - mean_x) * (value - mean_y);
            square += (hours(at) - mean_x).powi(2);
        }
        let rounded = |value: f64| (value * 10.0).round() / 10.0;
        Self {
            early: rounded(median(samples.get(..third).unwrap_or_default())),
            late: rounded(median(
                samples.get(samples.len() - third..).unwrap_or_default(),
            )),
            per_hour: rounded(if square > 0.0 { along / square } else { 0.0 }),
        }
    }
}

/// A recording that played round and round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SoakFigures {
    /// For how long, by the clock.
    pub seconds: f64,
    /// How often it began again.
    pub rounds: u32,
    /// How often it was looked.
    pub samples: usize,
    /// Memory in use.
    pub rss_mib: Slope,
    /// Threads.
    pub threads: Slope,
    /// Open files.
    pub files: Slope,
    /// How far the picture was ahead of the clock since it began, in ms; going round takes its time.
    pub drift_ms: Slope,
}

/// What this process takes of the system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Footprint {
    /// Memory in use, in MiB.
    pub rss_mib: f64,
    /// Threads.
    pub threads: f64,
    /// Open files.
    pub files: f64,
}

impl Footprint {
    /// As it is now, from the system's tables. `None` where there are none.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    pub fn now() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let number = |name: &str| -> Option<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Some(Self {
            rss_mib: number("VmRSS:")? / 1024.0,
            threads: number("Threads:")?,
            files: std::fs::read_dir("/proc/self/fd").ok()?.count() as f64,
        })
    }
}

/// Processor time that this thread has used so far.
#[must_use]
pub fn thread_cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(now.tv_sec).unwrap_or(0),
        u32::try_from(now.tv_nsec).unwrap_or(0),
    )
}

/// Processor time used by a process so far and its peak memory in MiB, from the system's tables. `None` where there are none.
#[must_use]
pub fn usage(process: &str) -> Option<(Duration, f64)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = peak.trim().trim_end_matches("kB").trim().parse().ok()?;
    // The kernel counts in hundredths of a second on every Linux that Debian ships.
    Some((
        Duration::from_millis(ticks * 10),
        (kib / 102.4).round() / 10.0,
    ))
}

/// Numbers without rhyme that are the same in every run: which frames the bench asks for.
#[derive(Debug)]
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Self {
        Self(0x2545_F491_4F6C_DD1D)
    }
}

impl Dice {
    /// The next number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_has_a_slope_and_what_jitters_has_none() {
        let at = |minute: u64| Duration::from_secs(60 * minute);
        let growing: Vec<_> = (0..30)
            .map(|minute| {
                (
                    at(minute),
                    100.0 + f64::from(u32::try_from(minute).expect("small")),
                )
            })
            .collect();
        assert_eq!(
            Slope::of(&growing),
            Slope {
                early: 105.0,
                late: 125.0,
                per_hour: 60.0
            }
        );
        let jittering: Vec<_> = (0..30)
            .map(|minute| (at(minute), if minute % 2 == 0 { 7.0 } else { 7.2 }))
            .collect();
        assert!(Slope::of(&jittering).per_hour.abs() < 0.2);
        assert_eq!(Slope::of(&[]), Slope::default());
    }
}
