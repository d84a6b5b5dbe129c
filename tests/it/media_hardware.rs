//! Other decoders than our own play only what they show alike. No graphics card is needed for that: another decoder of the same
//! codec stands in for it.

use mindframe::media::{
    Hardware, Playback, PlayerCommand, PlayerOptions, SoundOutput, hardware::Wish,
};

use crate::{
    clips::{self, Clip},
    media_player::Stage,
};

fn wishing(clip: &Clip, decoders: &[&str]) -> Stage {
    let options = PlayerOptions {
        sound: SoundOutput::Nowhere,
        hardware: Wish::These(decoders.iter().map(|one| (*one).to_owned()).collect()),
        ..PlayerOptions::default()
    };
    Stage::open_with(&clip.path(), options)
}

#[test]
fn a_decoder_that_shows_the_same_pictures_plays_them() {
    let mut stage = wishing(&clips::WEBM, &["avdec_vp8"]);
    stage.until("the comparison", |stage| stage.hardware.is_some());
    assert_eq!(stage.hardware, Some(Hardware::Used));
    let last = stage.index.len() - 1;
    for number in [last - 20, 3] {
        stage
            .player
            .send(PlayerCommand::Seek(stage.index.times[number]));
        stage.expect(number, 0);
        stage.player.send(PlayerCommand::Play);
        stage.until("playing", |stage| {
            stage.shown().is_some_and(|shown| shown > number + 4)
        });
        stage.player.send(PlayerCommand::Pause);
        stage.until("pausing", |stage| !stage.playing);
        let shown = stage.shown().expect("an exact frame");
        stage.expect(shown, 0);
    }
    stage.player.send(PlayerCommand::Play);
    stage.until("the end", |stage| stage.ended == 1);
    stage.expect(last, 0);
    assert_eq!(
        (stage.hardware, stage.problems.len()),
        (Some(Hardware::Used), 0)
    );
}

#[test]
fn where_no_such_decoder_takes_the_recording_ours_play_it_and_it_is_said() {
    for decoders in [
        &["vah264dec"][..],
        &["avdec_h264"],
        &["theoradec", "none of this name"],
    ] {
        let mut stage = wishing(&clips::WEBM, decoders);
        stage.until("the comparison", |stage| stage.hardware.is_some());
        assert_eq!(stage.hardware, Some(Hardware::Absent), "{decoders:?}");
        stage.player.send(PlayerCommand::Play);
        stage.until("the end", |stage| stage.ended == 1);
    }
}

#[test]
fn whoever_does_not_wish_it_is_not_told_of_it() {
    let mut stage = Stage::ready(&clips::WEBM);
    stage.player.send(PlayerCommand::Play);
    stage.until("the end", |stage| stage.ended == 1);
    assert_eq!(stage.hardware, None);
}
