//! All integration tests in one program: behaviour through public seams.
//!
//! | module | what it states |
//! |---|---|
//! | `architecture` | the house rules that a machine can check |
//! | `alone` | passphrases, marks for some only, marking alone and opening together, as a person does it |
//! | `packages` | marking alone at two computers, through packages, and whatever is wrong with one |
//! | `package_window`, `package_commands` | packages in the window, by what a screen reader hears, and on the command line |
//! | `forged` | packages that were tampered with, interrupted, or made under another clock or codebook |
//! | `alone_mended` | a round where something went wrong between being done and opening |
//! | `closed_folder` | of a recording that was closed by taking consent back, nothing is in library, tables and progress |
//! | `closed` | what is not for everyone is encrypted, and nothing of it lies anywhere in plain form |
//! | `entries` | what people keep besides marks: one of every kind, through files |
//! | `edits` | random edit sequences keep the record sound, and every edit has its inverse |
//! | `merging` | two states of a record come together alike, whoever merges |
//! | `compare_view` | two people's marks side by side, in the window |
//! | `matching`, `comparing` | two people's marks: paired off by time, and what may be said of the pairs |
//! | `rating` | rating while watching: exact tenths, gaps, jumps, undo, the countdown |
//! | `passes` | passes of a rating: kept as given, read with the lag taken off, never filled in or lost |
//! | `measures`, `agreement` | how far people agree: as other packages work it out, from marks, and on the command line |
//! | `aligning` | two recordings of one event: the map between their times |
//! | `companions` | a second recording of one event: found, shown, held in step, lined up |
//! | `in_step` | two real recordings played at once |
//! | `second_window` | a second recording in the window, by what a screen reader hears |
//! | `sidecar` | what is written reads back the same, in the layout that was promised |
//! | `store` | opening and saving, alone and beside other writers |
//! | `recovery` | damage, full disks, read-only folders: nothing is overwritten and nothing lost |
//! | `marking` | keys and buttons in; marks with the right time, author and details out |
//! | `media_player` | the right frame for seeks, steps, playing, loops, speeds and the end, on files of every kind |
//! | `media_loops` | loops and speeds, every frame of them noted |
//! | `media_formats` | every container and codec that is met: the right frame, in the right colours, without a comb |
//! | `media_hostile` | files that mean harm reach for nothing, and neither hang nor fill the memory |
//! | `media_hardware` | other decoders play what they show alike |
//! | `media_large` | pictures larger than the screen |
//! | `media_endurance` | broken recordings play what is there, and long work leaves nothing behind |
//! | `media_sound` | sound tracks, sound that begins late or ends early, a device that goes away, sound and picture together |
//! | `joined` | files that follow each other play as one: every frame of them, over each boundary, with one missing |
//! | `parts` | parts beside a recording are offered, kept in its record, found again, and taken away |
//! | `media_files` | what a recording is, read without playing it: probe, still pictures, waveform, broken files |
//! | `client_face`, `start_screen`, `dialogs`, `timeline` | panels, by what a screen reader hears |
//! | `passphrases` | passphrases and marking alone in the window, by what a screen reader hears |
//! | `sitting` | a sitting from its first screen to the last page, enough for today, the time that is up |
//! | `sitting_window` | a sitting in the window, by what a screen reader hears |
//! | `together` | who speaks, who writes it down, and what is said together |
//! | `playlist` | clips chosen beforehand, something good first, played in their order |
//! | `library`, `library_window` | a folder of recordings: read, kept, searched, played from; `folders` makes such folders |
//! | `followed` | what followed interventions: of few each as it was, of more how often |
//! | `far_apart` | where two ratings lie furthest apart: found, listed, heard |
//! | `feedback` | practice feedback beside a consensus: what it leads to, and what it tells nobody |
//! | `signs` | strength, triggers, ruptures and repairs side by side, only where somebody looked for them |
//! | `learning` | what one person who learns made of tape after tape: by hand, of one at a time |
//! | `progress` | several recordings of the same people, side by side |
//! | `exporting` | tables of a folder of recordings, as other programs read them |
//! | `peaks` | the strongest moments of a feeling, and zones; for the team alone |
//! | `captions` | captions beside and inside a recording: found, read, followed, searched, marked |
//! | `views` | small, partly hidden, sound only, words only, darker, still pictures |
//! | `commands` | the command line as scripts use it: output, exit codes, kills in the middle |
//! | `window` | the whole program on a virtual screen, driven as a person would |
//! | `window_reviews` | marking alone, opening together and talking about it, from end to end in that window |
//! | `printed` | reports in a browser, from a phone to a desk, and on paper |
//! | `window_sittings` | clips together, stop-rewind-explore with landing, and a recall, from end to end in that window |
//! | `quiet` | the window listens nowhere, and talks to the display only |
//! | `supervision`, `supervising`, `supervision_window` | rating with a frame: blind until all are done, then side by side; and in the window |
//! | `frames` | rating frames: what is shipped, a team's own, and what is wrong with one |
//! | `moved` | a renamed recording finds its marks |
//! | `snapshots` | a few pictures that must stay as they are |
//! | `words` | what a client reads is plain, and every word exists |
//!
//! `clips`, `desk`, `full_window`, `many`, `pictures`, `screen`, `watched` and `world` are what the tests work at.
//! * `world`: temporary folders, people and random records for the others
//! * `overview`: frames that are remembered, how exact they are, finer sound, small pictures
//! * `edits`: random edit sequences keep the record sound, and every edit has its inverse
//! * `merging`: two states of a record come together alike, whoever merges
//! * `sidecar`: what is written reads back the same, in the layout that was promised
//! * `store`: opening and saving, alone and beside other writers
//! * `keeping`: settings, codebooks, the demo, exports, and what `mindframe check` says
//! * `recovery`: damage, full disks, read-only folders: nothing is overwritten and nothing lost
#![allow(
    clippy::assigning_clones,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::similar_names,
    clippy::unwrap_used
)]

mod about;
mod agreement;
mod aligning;
mod alone;
mod alone_mended;
mod architecture;
mod captions;
mod class_lanes;
mod client_face;
mod clips;
mod closed;
mod closed_folder;
mod commands;
mod companions;
mod compare_view;
mod comparing;
mod consent;
mod consent_taken_back;
mod consenting;
mod desk;
mod dialogs;
mod edits;
mod entries;
mod erasing_people;
mod exploring;
mod exploring_again;
mod exporting;
mod far_apart;
mod feedback;
mod finding_codes;
mod folders;
mod followed;
mod forged;
mod frames;
mod full_window;
mod guessing;
mod in_step;
mod insight;
mod insight_agreement;
mod inspector;
mod joined;
mod keeping;
mod learning;
mod library;
mod library_window;
mod many;
mod marking;
mod marks_panel;
mod matching;
mod measures;
mod media_endurance;
mod media_files;
mod media_formats;
mod media_hardware;
mod media_hostile;
mod media_large;
mod media_loops;
mod media_player;
mod media_sound;
mod merging;
mod moved;
mod overview;
mod package_commands;
mod package_window;
mod packages;
mod parts;
mod passes;
mod passphrases;
mod peaks;
mod pictures;
mod playlist;
mod prepared;
mod presence;
mod printed;
mod progress;
mod quiet;
mod rating;
mod readers;
mod recovery;
mod refining;
mod report_commands;
mod report_window;
mod reports;
mod risk_note;
mod screen;
mod second_window;
mod sidecar;
mod signs;
mod sitting;
mod sitting_window;
mod snapshots;
mod start_screen;
mod store;
mod supervising;
mod supervision;
mod supervision_window;
mod timeline;
mod together;
mod training;
mod training_tape;
mod two_rounds;
mod views;
mod visibility;
mod watched;
#[cfg(feature = "inspection")]
mod window;
#[cfg(feature = "inspection")]
mod window_reviews;
#[cfg(feature = "inspection")]
mod window_sittings;
mod words;
mod world;
