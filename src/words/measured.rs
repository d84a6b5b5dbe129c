//! Why a measure has no value, in plain words.

use crate::{analysis::measures::Undefined, tr};

/// One reason.
#[must_use]
pub fn why(reason: Undefined) -> String {
    match reason {
        Undefined::Nothing => tr!("agree-why-nothing"),
        Undefined::NoneToFind => tr!("agree-why-none-to-find"),
        Undefined::NoneFound => tr!("agree-why-none-found"),
        Undefined::NoneMeet => tr!("agree-why-none-meet"),
        Undefined::OneCategory => tr!("agree-why-one-category"),
        Undefined::NoStretches => tr!("agree-why-no-stretches"),
        Undefined::TooFewRaters => tr!("agree-why-too-few-raters"),
        Undefined::TooFewRated => tr!("agree-why-too-few-rated"),
        Undefined::Missing => tr!("agree-why-missing"),
        Undefined::NoVariation => tr!("agree-why-no-variation"),
        Undefined::NoCommonStretch => tr!("agree-why-no-common"),
        Undefined::MoreThanTwo => tr!("agree-why-more-than-two"),
        Undefined::Several => tr!("agree-why-several"),
        Undefined::TooFewBlocks => tr!("agree-why-too-few-blocks"),
        Undefined::SeldomDefined => tr!("agree-why-seldom"),
        Undefined::Stopped => tr!("agree-why-stopped"),
    }
}
