//! The review methods: what people do together with a recording, each as a small machine without a window.

pub mod agreeing;
pub mod alone;
pub mod compare;
pub mod consent;
pub mod erasing;
pub mod explore;
pub mod guess;
pub mod insight;
pub mod packages;
pub mod peaks;
pub mod playlist;
pub mod rating;
pub mod recall;
pub mod refine;
pub mod sitting;
pub mod suggest;
pub mod supervision;
pub mod together;
pub mod training;
pub mod zones;
