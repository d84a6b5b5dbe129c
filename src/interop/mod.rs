//! Formats of others: bytes in, values out. No file system here, and nothing that a recording's own layer could know better.

pub mod about;
pub mod captions;
pub mod exporters;
