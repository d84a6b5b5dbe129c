//! Pictures much larger than the screen are made smaller before they are handed out, and come whole when they are wanted whole.

use mindframe::media::{self, Playback, PlayerCommand};

use crate::{
    clips::{self, Clip, number_in},
    media_player::Stage,
};

/// Four times as many pixels as a screen has.
const LARGE: Clip = Clip {
    name: "large.mp4",
    frames: 40,
    sound: 0,
    arguments: "-vf scale=3840:2160:flags=neighbor -c:v libx264 -preset ultrafast -crf 30 -pix_fmt yuv420p -g 20 -bf 0",
    ..clips::CONSTANT
};

#[test]
fn a_large_picture_comes_as_small_as_it_is_shown_and_larger_when_there_is_room() {
    let mut stage = Stage::ready(&LARGE);
    stage.player.send(PlayerCommand::ShowAt(1200, 675));
    for number in [25, 24, 26] {
        stage
            .player
            .send(PlayerCommand::Seek(stage.index.times[number]));
        stage.expect(number, 0);
        let frame = stage.frame();
        assert_eq!(frame.size, (1280, 720));
        assert!(!frame.original);
    }
    // The very same frame, now in full.
    stage.player.send(PlayerCommand::ShowAt(3840, 2160));
    stage.until("the whole picture", |stage| {
        stage.frame().size == (3840, 2160)
    });
    stage.expect(26, 0);
    assert!(stage.frame().original);
    stage.player.send(PlayerCommand::Step(-1));
    stage.expect(25, 0);
    assert_eq!(stage.frame().size, (3840, 2160));
    // Played ones too.
    stage.player.send(PlayerCommand::ShowAt(1000, 562));
    stage.player.send(PlayerCommand::Play);
    stage.until("the end", |stage| stage.ended == 1);
    stage.expect(39, 0);
    assert_eq!(stage.frame().size, (1280, 720));
}

#[test]
fn a_single_frame_is_taken_from_the_recording_whole() {
    let index = media::probe(&LARGE.path()).expect("a recording").index;
    for number in [31, 3] {
        let frame = media::still_of(&LARGE.path(), &index, number).expect("a frame");
        assert_eq!(frame.size, (3840, 2160));
        assert!(frame.original && frame.exact);
        assert_eq!(
            (frame.number, number_in(&frame)),
            (Some(number), Some(number as u32))
        );
    }
}
