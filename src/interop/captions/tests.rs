//! What caption files of every kind and damage come to.

use proptest::prelude::*;

use super::*;

fn said(captions: &Captions) -> Vec<(i64, i64, Option<&str>, &str)> {
    captions
        .lines()
        .iter()
        .map(|line| {
            (
                line.span.start().as_nanos() / 1_000_000,
                line.span.end().as_nanos() / 1_000_000,
                line.speaker.as_deref(),
                line.text.as_str(),
            )
        })
        .collect()
}

fn srt(text: &str) -> Captions {
    read(text.as_bytes(), Format::Srt).unwrap()
}

fn vtt(text: &str) -> Captions {
    read(text.as_bytes(), Format::Vtt).unwrap()
}

#[test]
fn subrip_is_read_with_its_markup_gone() {
    let text = "1\r\n00:00:01,500 --> 00:00:02,750 X1:40 X2:600\r\n<i>Hello</i> {\\an8}Sam.\r\nCome <sighs> in\r\n\r\n2\r\n00:01:00,0 --> 00:01:02,000\r\nTwo &amp; two\r\n\r\nand more\r\n\r\n";
    assert_eq!(
        said(&srt(text)),
        [
            (1500, 2750, None, "Hello Sam. Come <sighs> in"),
            (60_000, 62_000, None, "Two & two and more"),
        ]
    );
}

#[test]
fn subrip_needs_no_numbers_and_takes_points_for_commas() {
    let text = "00:01.5 --> 00:02\nOne\n\n01:00:00.250 --> 01:00:01.250\nTwo";
    assert_eq!(
        said(&srt(text)),
        [
            (1500, 2000, None, "One"),
            (3_600_250, 3_601_250, None, "Two")
        ]
    );
}

#[test]
fn webvtt_is_read_with_voices_notes_and_names_of_cues() {
    let text = "WEBVTT - a title\nKind: captions\n\nNOTE\nnot said\n\nSTYLE\n::cue { color: red }\n\nfirst\n00:01.000 --> 00:02.000 align:start position:10%\n<v.loud Robin>Hello <c.yellow>Sam</c>.</v>\n\n00:02.000 --> 00:04.000\n<v Robin>Yes?</v> <v Sam>No &lt;3 <00:03.000>you&nbsp;know</v>\n";
    assert_eq!(
        said(&vtt(text)),
        [
            (1000, 2000, Some("Robin"), "Hello Sam."),
            (2000, 4000, Some("Robin"), "Yes?"),
            (2000, 4000, Some("Sam"), "No <3 you\u{a0}know"),
        ]
    );
}

#[test]
fn names_before_a_colon_are_speakers_where_the_file_is_written_so() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nTherapist: Hello.\nClient: You were late.\n\n2\n00:00:03,000 --> 00:00:04,000\nTHERAPIST:\nI was.\nThe time: five past\n";
    assert_eq!(
        said(&srt(text)),
        [
            (1000, 2000, Some("Therapist"), "Hello."),
            (1000, 2000, Some("Client"), "You were late."),
            (3000, 4000, Some("THERAPIST"), "I was."),
            (3000, 4000, Some("The time"), "five past"),
        ]
    );
    let once = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nOne thing: wait.\n\n3\n00:00:05,000 --> 00:00:06,000\nAt 12:30\n";
    assert!(srt(once).lines().iter().all(|line| line.speaker.is_none()));
}

#[test]
fn every_usual_encoding_is_understood() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nSchöne Grüße – “ja”";
    let wanted = "Schöne Grüße – “ja”";
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|letter| match letter {
            '–' => 0x96,
            '“' => 0x93,
            '”' => 0x94,
            letter => u8::try_from(letter).unwrap(),
        })
        .collect();
    let all = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        [b"\xff\xfe".as_slice(), &little].concat(),
        [b"\xfe\xff".as_slice(), &big].concat(),
        little,
        big,
        latin,
    ];
    for bytes in all {
        let captions = read(&bytes, Format::Vtt).unwrap();
        assert_eq!(captions.lines()[0].text, wanted);
    }
}

#[test]
fn a_broken_file_is_refused_with_its_line() {
    let cases: [(&str, Format, CaptionError); 10] = [
        ("", Format::Srt, CaptionError::Empty),
        ("WEBVTT\n\n", Format::Vtt, CaptionError::Empty),
        (
            "1\n00:00:01,000 --> 00:00:02,000\nx\n",
            Format::Vtt,
            CaptionError::NoHeader,
        ),
        (
            "1\n00:00:01,000 --> 00:0x\nx\n",
            Format::Srt,
            CaptionError::Time { line: 2 },
        ),
        (
            "1\n00:61:01,000 --> 00:62:01,000\nx\n",
            Format::Srt,
            CaptionError::Time { line: 2 },
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:05,000 --> 00:00:04,000\ny",
            Format::Srt,
            CaptionError::Backwards { line: 6 },
        ),
        (
            "hello\n\n1\n00:00:01,000 --> 00:00:02,000\nx",
            Format::Srt,
            CaptionError::NoTime { line: 1 },
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n",
            Format::Srt,
            CaptionError::NoTime { line: 5 },
        ),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nwords\nonly\n",
            Format::Vtt,
            CaptionError::NoTime { line: 6 },
        ),
        ("\0\0\0\0", Format::Srt, CaptionError::NotText),
    ];
    for (text, format, wanted) in cases {
        assert_eq!(read(text.as_bytes(), format), Err(wanted), "{text:?}");
    }
    let large = vec![b'x'; MOST_BYTES + 1];
    assert_eq!(read(&large, Format::Srt), Err(CaptionError::TooLarge));
}

#[test]
fn the_line_that_is_heard_is_found_and_after_it_the_last_one() {
    let captions = vtt(
        "WEBVTT\n\n00:01.000 --> 00:09.000\nlong\n\n00:02.000 --> 00:03.000\nshort\n\n00:12.000 --> 00:13.000\nlast\n",
    );
    let heard = |seconds: i64| -> Vec<usize> {
        captions
            .at(MediaTime::from_seconds(seconds))
            .map(|(at, _)| at)
            .collect()
    };
    let current = |seconds: i64| captions.current(MediaTime::from_seconds(seconds));
    assert_eq!((heard(0), current(0)), (vec![], None));
    assert_eq!((heard(1), current(1)), (vec![0], Some(0)));
    assert_eq!((heard(2), current(2)), (vec![0, 1], Some(1)));
    assert_eq!((heard(5), current(5)), (vec![0], Some(0)));
    assert_eq!((heard(10), current(10)), (vec![], Some(1)));
    assert_eq!((heard(12), current(12)), (vec![2], Some(2)));
}

#[test]
fn samples_of_a_track_are_read_like_lines() {
    let second = |from: i64| {
        MediaSpan::between(
            MediaTime::from_seconds(from),
            MediaTime::from_seconds(from + 1),
        )
    };
    let samples = [
        (second(1), "Robin: You &amp; me".as_bytes()),
        (second(2), b"".as_slice()),
        (second(3), b"<i>Robin: Yes</i>"),
    ];
    let samples = samples.map(|(span, bytes)| Sample { span, bytes });
    let captions = read_track(samples).unwrap();
    assert_eq!(
        said(&captions),
        [
            (1000, 2000, Some("Robin"), "You & me"),
            (3000, 4000, Some("Robin"), "Yes"),
        ]
    );
}

const SOUND: &str = "WEBVTT\n\n00:00:00.300 --> 00:00:03.562\n<v Robin>Hello &amp; good.</v>\n\nb\n00:05.000 --> 00:08.032\nSam: You were late.\n";

fn is_sound(captions: &Captions) {
    assert!(!captions.lines().is_empty());
    let lines = captions.lines();
    assert!(
        lines
            .windows(2)
            .all(|pair| pair[0].span.start() <= pair[1].span.start())
    );
    for line in lines {
        assert!(!line.text.trim().is_empty());
        assert!(!line.text.chars().any(char::is_control));
        assert!(captions.current(line.span.start()).is_some());
    }
}

#[test]
fn damage_at_every_byte_ends_with_lines_or_a_reason() {
    for at in 0..SOUND.len() {
        for byte in [0, b'\n', b'<', b'&', b':', b'9', 0xff] {
            let mut bytes = SOUND.as_bytes().to_vec();
            bytes[at] = byte;
            for format in [Format::Srt, Format::Vtt] {
                if let Ok(captions) = read(&bytes, format) {
                    is_sound(&captions);
                }
                let _ = read(&bytes[..at], format);
            }
        }
    }
}

proptest! {
    #[test]
    fn anything_ends_with_lines_or_a_reason(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Srt, Format::Vtt] {
            if let Ok(captions) = read(&bytes, format) {
                is_sound(&captions);
            }
        }
    }

    #[test]
    fn anything_that_looks_like_captions_does_too(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("\n"), Just("\r\n"), Just("\n\n"), Just("WEBVTT\n\n"), Just("1\n"), Just("-->"),
                Just("00:00:01,000 --> 00:00:02,000\n"), Just("99:59.999 --> 9999:00:00.000\n"), Just("00:01.0"),
                Just("<v Ann>"), Just("</v>"), Just("<"), Just(">"), Just("&"), Just("&#x41;"), Just("&#99999999;"),
                Just("{\\an8}"), Just("Robin: "), Just("é漢\u{202e}"), Just("NOTE\n"), Just("words "),
            ],
            0..40,
        ),
    ) {
        let text = parts.concat();
        for format in [Format::Srt, Format::Vtt] {
            if let Ok(captions) = read(text.as_bytes(), format) {
                is_sound(&captions);
            }
        }
    }
}
