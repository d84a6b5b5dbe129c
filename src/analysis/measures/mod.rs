//! How far people agree, in numbers that lead back to moments.
//!
//! Each measure is a pure function in a file of its own, which says what it is, where it comes from, and shows it by an example;
//! `docs/measures.md` says the same to whoever reads a result. What cannot be worked out is [`Undefined`], with the reason: never
//! not-a-number, and never a nought that looks like a finding.
//!
//! Nothing here knows of marks' words, of people or of codebooks: [`agreement`](super::agreement) turns a record into the tables
//! and series that are measured.

pub mod alpha;
pub mod alpha_u;
pub mod bootstrap;
pub mod cohen;
pub mod concordance;
pub mod correlation;
pub mod events;
pub mod fleiss;
pub mod icc;
pub mod modified_kappa;
pub mod overlap;
pub mod rise_fall;
pub mod survival;
pub mod table;
pub mod tracks;

pub use table::Table;

/// Why a measure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Undefined {
    /// Nobody marked or rated anything there.
    #[error("there is nothing to compare")]
    Nothing,
    /// The one who is compared with marked nothing.
    #[error("the first has no marks to find")]
    NoneToFind,
    /// The other marked nothing.
    #[error("the other has no marks")]
    NoneFound,
    /// No mark of one meets a mark of the other.
    #[error("no marks meet")]
    NoneMeet,
    /// One category alone was used: what is expected by chance is then all there is, and the measure is nought by nought.
    #[error("only one category was used, so that agreement cannot be told from chance")]
    OneCategory,
    /// Nobody marked a stretch, and moments have no length.
    #[error("nobody marked a stretch")]
    NoStretches,
    /// Fewer than two raters.
    #[error("it takes at least two people")]
    TooFewRaters,
    /// Fewer than two things were rated.
    #[error("it takes at least two things that were rated")]
    TooFewRated,
    /// A rating is not there, and the measure needs all of them.
    #[error("a rating is missing")]
    Missing,
    /// The values of one (or of both) never change.
    #[error("the values never change")]
    NoVariation,
    /// There is nothing that all of them watched.
    #[error("there is no stretch that all of them watched")]
    NoCommonStretch,
    /// The measure is one for two people.
    #[error("it is a measure for two people")]
    MoreThanTwo,
    /// Different subjects or groups are never put together into one number.
    #[error("several subjects or groups are not put together into one number")]
    Several,
    /// Too few blocks or recordings to draw from.
    #[error("there are too few blocks to draw from")]
    TooFewBlocks,
    /// In too many of the drawn rounds the measure had no value.
    #[error("too many of the drawn rounds had no value")]
    SeldomDefined,
    /// It was stopped before it was done.
    #[error("it was stopped")]
    Stopped,
}

/// A value, or why there is none. Always a finite number.
pub type Measured = Result<f64, Undefined>;

/// A count as a number.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of marks, units and rounds are far below 2^53"
)]
pub const fn real(count: usize) -> f64 {
    count as f64
}

/// A quotient; `why` where the divisor is nought.
///
/// # Errors
/// `why`, if it cannot be worked out.
pub fn ratio(part: f64, whole: f64, why: Undefined) -> Measured {
    let value = part / whole;
    if whole == 0.0 || !value.is_finite() {
        Err(why)
    } else {
        Ok(value)
    }
}

/// Every measure, by the name of its section in `docs/measures.md`.
pub const MEASURES: [&str; 16] = [
    "Matched events",
    "Cohen's kappa on matched events",
    "Weighted kappa",
    "Cohen's kappa by time unit",
    "Confusion table",
    "Fleiss' kappa",
    "Krippendorff's alpha",
    "Krippendorff's alpha for stretches",
    "Modified kappa of Holle and Rein",
    "Overlap ratio",
    "Intraclass correlation",
    "Pearson's correlation",
    "Spearman's correlation",
    "Concordance correlation",
    "Rise and fall agreement",
    "Bootstrap intervals",
];
