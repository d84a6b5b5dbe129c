### Words of the window and the command line. Client-facing words are in client.ftl.

## People and marks
person-unknown = someone
code-unknown = { $id } (not in the codebook)
mark-plain = Own words
mark-reply = Reply
about-us = about us
about-group = about the group
about-own = own
about-person = about { $name }

## Actions
action-play-pause = Play or pause
action-frame-back = One frame back
action-frame-forward = One frame on
action-back = Back 1 s
action-forward = On 1 s
action-back-far = Back 5 s
action-forward-far = On 5 s
action-back-near = Back 0.2 s
action-forward-near = On 0.2 s
action-start = To the start
action-end = To the end
action-go-to-time = Go to a time…
action-slower = Slower
action-faster = Faster
action-natural-speed = Natural speed
action-loop = Loop the selected mark, or from A to B
action-slow-view = Slow view of this moment, or back
action-louder = Louder
action-softer = Softer
action-mute = Sound off or on
action-full-screen = Full screen
action-captions = Captions under the picture, on or off
action-transcript = What is said, beside the picture
action-find-said = Find in what is said
action-hide-part = Hide a part of the picture, or show it again
action-hide-left = Hide the left half of the picture
action-hide-right = Hide the right half of the picture
action-sound-only = Sound only, or the picture again
action-prepare = Prepare for smooth review…
action-prepared-remove = Remove the copy for smooth review
action-small-picture = Small picture, or large again
action-words-only = Words only, or the picture again
action-brighter = Brighter
action-darker = Darker, for a dark room
action-thumbnails = Small pictures along the timeline
action-still = Still picture…
action-words = Write words to the mark
action-span-start = Start of a stretch
action-span-end = End of a stretch
action-bookmark = Come back to this
action-too-much = Too much
action-rate = Rate strength
action-stronger = Stronger, while rating
action-less-strong = Less strong, while rating
action-next-mark = Next mark
action-previous-mark = Previous mark
action-reply = Reply to the mark
action-delete = Delete the mark
action-undo = Undo
action-redo = Redo
action-copy-time = Copy the time
action-look-again = Marks to look at again
action-keep-as-it-is = Keep the mark as it is
action-find = Find in words
action-compare = Two people's marks side by side
action-who-marks = Next person marks
action-about-whom = About whom: next
action-then-now = Then, now or later: next
action-give-mark = Give this mark to the next person
action-enough = Enough for today (hold, or press twice)
action-open = Open a recording…
action-add-part = Add the next part…
action-only-this-part = Play only the first part
action-close-recording = Close this recording
action-zoom-in = Timeline: nearer
action-zoom-out = Timeline: further away
action-zoom-all = Timeline: the whole recording
action-session-details = Session and people…
action-settings = Settings…
action-palette = Find an action…
action-keys = All keys
action-about = About Mindframe
area-playing = Playing
area-viewing = Looking and listening
area-marking = Marking
area-people = Who marks, and how it is in the room
area-window = Window and timeline
keyboard-title = Keys
keyboard-intro = Everything the mouse can do, the keyboard can do. Keys do nothing while you type in a text field. Press `?` in the window for this list; a press on a key there changes it.
keyboard-key = Key
keyboard-does = Does
keyboard-codes = Codes have the keys shown on their buttons: 1 to 8 for the client's set, 1 to 9 and letters for the therapist's. The digits of the top row work on every keyboard layout.

## Header
header-recordings = Recordings
header-enough = Enough for today
header-enough-hint = Dims and goes quiet at once. Press Esc twice, or hold it, to close. Your work is safe.
header-take = take { $number }
kind-session = Session
kind-role-play = Role-play
kind-training-tape = Training tape
kind-parent-child = Parent and child
kind-group = Group
kind-other = Other
tense-then = then
tense-now = now
tense-later = thought about later
marking-as = Marking as { $name }
about-self = about { $name }
action-keep-last = Keep my last mark to myself
action-readers = Who can see my marks…
action-client-here = A client is here, or has left
action-alone = Mark alone, open together…
readers-title = Who can see my marks
readers-of = For new marks by { $name }. Marks that are there already stay as they are.
room-title = In the room
room-only-us = only us
room-client-here = A client is here
room-why = With a client here, only what is for everyone is on screen, in plain words, and no key shows more.
room-now = A client is here: only what is for everyone is on screen, in plain words. Nothing else is lost; it comes back when the client has left.
room-no-passphrase = Nobody of the team has a passphrase, so a press is enough. With a passphrase, this would ask for it.
room-client-left = The client has left
passphrase-title = A passphrase
passphrase-why = What is not for everyone is kept encrypted, and only your passphrase opens it.
passphrase-lost = Nobody can find a lost passphrase again, not even the makers of this program. Keep it somewhere safe.
passphrase-new = a new one
passphrase-existing = I have one on this computer
passphrase-make = Make one for me
passphrase-made = Write these four words on a card before you set them, and keep the card safe. They are not shown again.
passphrase-field = Passphrase
passphrase-again = The same once more
passphrase-of = Passphrase of { $name }
passphrase-short = At least { $letters } letters. Four plain words are easy to remember and hard to guess.
passphrase-differs = The two are not the same.
passphrase-set = Set passphrase
passphrase-use = Use it here
passphrase-open-title = Your passphrase
passphrase-open-why = It opens what is only for you and your circle, until you close it or someone else marks.
passphrase-open-button = Open
passphrase-open = Your passphrase is open. What you keep for some only is shown now.
passphrase-close = Close it
passphrase-trying = Trying the passphrase…
passphrase-wrong = That is not the passphrase.
passphrase-not-here = There is no such passphrase on this computer.
passphrase-damaged = The file of this passphrase cannot be read. Bring it back from a backup.
passphrase-disk = The file of this passphrase could not be reached. Nothing was changed.
passphrase-wait = Please wait { $seconds } seconds before the next try.
passphrase-elsewhere = This person's passphrase belongs to another computer.
alone-title = Mark alone, open together
alone-who = Who marks
alone-stretch = What is marked
alone-whole = The whole recording
alone-stretch-hint = For a part of it, set A and B in the recording first.
alone-until = Until when
alone-no-day = No day set
alone-days = { $days } days
alone-begin = Begin
alone-need-passphrase = Still without a passphrase: { $names }. Each sets one under who can see my marks.
alone-other-codebook = { $name } marked with version { $version } of the codebook, { $other } with version { $otherversion }. A code may be in one of them only. Everything opens all the same, with own words as they are.
alone-clocks = The clocks of the two computers differ, so dates may be off. The places in the recording are not.
alone-needs-passphrase = { $name } has no passphrase yet.
audience-everyone = everyone here
audience-everyone-hint = Everyone who may open this recording's files can read these marks.
audience-only-me = only me
audience-only-me-hint = Kept encrypted. Only you can read these marks, with your passphrase.
audience-team = the team
audience-team-hint = Kept encrypted, for you and for therapists and supervisors who have a passphrase here.
audience-training = trainee and supervisor
audience-training-hint = Kept encrypted, for you and for trainees and supervisors who have a passphrase here.
audience-sealed = sealed
audience-sealed-hint = Only you can read these marks, until everyone opens together.
saved = Saved
saved-hint = Every mark is safe on disk, beside the recording.
saving = Saving…
saving-hint = The newest change is being written.
not-saved = Not saved
not-saved-hint = The marks are kept in memory. See the message below.
read-only = Only for reading
read-only-hint = These files were written by a newer version, or may not be changed. Nothing is written.
others-here = { $count } more
others-here-hint = This recording is open in another window or on another machine. Nobody's marks get lost.

## Packages for another computer
package-give-title = Package for another computer
package-take-title = Open a package
package-about = Two people can mark alone, each at their own computer. A package takes there what is needed.
package-from = From
package-to = For
package-holds = What goes along
package-holds-round = Names as used here, their public keys, and the round that was begun
package-holds-sealed = What { $name } marked alone, sealed
package-holds-read = What { $name } marked alone, for the others of the round to read once they agree
package-clips = Where the chosen clips are, without their titles
package-marks = Marks by { $name } that everyone here can see
package-media = The whole recording ({ $size })
package-media-open = The recording in it is not encrypted. Hand it over as you would the recording itself.
package-key = The key of { $name }, locked with the passphrase, to open everything together at that computer
package-company = Who will be there when it is watched
package-company-alone = nobody else
package-company-someone = someone chosen for it
package-company-therapist = the therapist
package-folder = It goes to { $folder }
package-folder-choose = Another folder…
package-make = Make the package
package-agree-about = { $name } agrees to open the round. The others can read what { $name } marked, except what is kept back, as soon as they agree too. What is handed over cannot be called back.
package-agree-title = { $name } agrees
package-agree = I agree, make the package
package-agree-asked = { $name } agrees, for the other computer…
package-give-asked = Give out a package…
package-take-asked = Open a package…
package-elsewhere = Somebody marks at another computer? A package takes there what is needed, and one brings back what they marked, sealed.
package-working = Working…
package-stop = Stop
package-given = The package is here: { $path }
package-given-next = Take it to the other computer, and open it there with “Open a package”.
package-done = Done
package-from-for = From { $from }, for { $to }
package-from-only = From { $from }
package-made = Made { $when }
package-in-round = A round in which each marks alone
package-in-done = { $name } is done: what was marked is in it, sealed
package-in-agreed = { $name } agrees to open the round
package-in-marks = { $count ->
    [one] One mark that everyone here can see
   *[other] { $count } marks that everyone here can see
}
package-in-clips = { $count ->
    [one] Where one chosen clip is
   *[other] Where { $count } chosen clips are
}
package-in-media = The recording ({ $size })
package-company-agreed = Agreed: when it is watched, there is { $who }.
package-clock = The clock of the other computer is ahead of this one, so dates may be off. Nothing depends on them.
package-codebook = It was made with version { $theirs } of the codebook { $id }; here it is version { $ours }. A code may be in one of them only. Own words stay as they are.
package-for-this = It is for the recording that is open.
package-for-which = Which recording is it for?
package-take = Take it in
package-choose = Choose the recording…
package-unpack = Put the recording in a folder…
package-taken = It is taken in.
package-known = All of it was here already.
package-next-mark = Each can mark alone now.
package-next-done = { $name } is done. It opens once everybody agrees.
package-next-agreed = { $name } agrees. It opens once everybody does.
package-not-one = This is not a package.
package-newer = A newer version of Mindframe made this package. Nothing was changed.
package-damaged = This package is damaged or not whole. Nothing was changed. Copy it once more, or ask for another.
package-other-recording = This package is for another recording. Nothing was changed. Choose the recording it was made for.
package-no-recording = The recording is not in this package. Choose it where it lies.
package-other-key = The key of { $name } in this package is another than the one known here, so nothing was taken in. Was it made at a third computer, or did { $name } set a passphrase at both? Go on with the key that is here, or leave { $name } out of this round and begin another.
package-set-missing = { $name } is done, but what { $name } marked is not there. Nothing opens without it.
package-nothing = There is nothing to hand over yet. Begin a round, choose clips, or take marks or the recording along.
package-parts = This recording lies in several files. Hand the files over by themselves, and the package without them.
package-stopped = Stopped. Nothing was changed.
package-trouble = It did not work: { $reason } Nothing was changed.
size-bytes = { $count } bytes
size-mb = { $size } MB
size-gb = { $size } GB
folder-open-package = Open a package
folder-package-recording = The recording it is for
folder-package-into = A folder for the package
folder-package-unpack = A folder for the recording
cli-package-two = Say whose package it is: --from NAME.

## Transport bar
bar-back = −1 s
bar-forward = +1 s
bar-frame = frame
bar-play = Play
bar-pause = Pause
bar-loop = Loop
bar-loop-from = Loop from here…
bar-loop-on = Loop is on
bar-slow-view = Slow view
bar-speed = Speed { $speed }
bar-speed-hint = Speed (J slower, L faster, Backspace natural)
bar-no-sound = no sound track
bar-volume = Volume
bar-muted = Sound off
bar-of = / { $total }
bar-of-frame = / { $total } · frame { $number }
bar-time = Time { $time }
bar-time-about = About { $time }, the exact picture is on its way
exact-badge = exact
exact-badge-reading = reading
exact-badge-partly = partly exact
exact-badge-not = not exact
exact-spoken = Exactness of this recording: { $state }
exact-yes = Every picture is found by the time that the file itself gives it, never by an average rate.
exact-reading = The file is still being read. Up to { $time } everything is exact; beyond that the picture is right as soon as it is read.
exact-reading-start = The file is still being read. Everything is exact as soon as it is read.
exact-frames = { $count ->
    [one] One frame
   *[other] { $count } frames
 }, as read from the file.
exact-frames-vary = { $count } frames of different lengths, as read from the file.
exact-rounded = This kind of file rounds times to 1 ms. Frames are told apart all the same.
exact-missing = From { $from } to { $to } the file is damaged or ends too early. Marks there have a time, but no picture to go with it.
exact-missing-frames = From { $from } to { $to } (frames { $first } to { $last }) the file is damaged. Everything else is exact.
exact-untimed = { $count ->
    [one] One picture carries no time of its own
   *[other] { $count } pictures carry no time of their own
 }, so single frames may be off by one or two. Marks keep the time that is shown.
exact-out-of-order = The file does not say when each picture is shown, so single frames may be off by one or two. Marks keep the time that is shown.
exact-jumps-back = The clock inside the file jumps back, so times behind that place may be wrong.
exact-unread = The frames of this file could not be read one by one. It plays, but single frames are not certain. Marks keep the time that is shown.
bar-time-hint = 12:03.480
bar-time-refused = write 12:03 or 43.5

## Codes
code-kind-point = One press marks a moment.
code-kind-span = One press starts a stretch, the next ends it.
code-own-how = With Alt, it is about you.
code-kind-either = A press marks a moment; hold the key for a stretch.
codes-all = All codes…
codes-all-hint = Every code of this codebook, by group
codes-search = Find a code

## Window
header-marks = Marks
picture-label = Picture; press to play or pause
picture-opening = Opening…
hidden-part = Hidden part; drag to move, edges to size
stage-sound-only = Sound only
stage-show-picture = Show the picture

## How it is looked at
view-menu = View
view-captions = Captions
view-hide-part = Hide a part
view-sound-only = Sound only
view-picture = Picture
view-small = Small picture
view-sound = Sound only
view-words = Words only
view-thumbnails = Small pictures in the timeline
view-hide-left = Hide the left half
view-hide-right = Hide the right half
view-hide-none = Hide nothing
view-brightness = Brightness
view-tracks = Sound track
view-track = Sound { $number }
view-track-named = Sound { $number }: { $name }

## What is said
compare = Compare
transcript = Transcript
transcript-reading = Looking for captions…
transcript-none = No captions
transcript-none-how = Put a .srt or .vtt file of the same name beside the recording and open it again. Captions within the recording are found by themselves.
transcript-find = find in what is said
transcript-find-none = nothing
transcript-find-count = { $at } of { $count }
transcript-find-next = Next place
transcript-find-back = Place before
transcript-follow = Follow the recording
transcript-line = { $time } { $text }
transcript-line-by = { $time } { $name }: { $text }
transcript-chosen = { $count ->
    [one] One line, { $from } to { $to }
   *[other] { $count } lines, { $from } to { $to }
}
transcript-mark = Mark
transcript-mark-hint = Mark the chosen lines with own words
transcript-mark-code = or press the key of a code
transcript-choose-none = Choose no line
transcript-mark-line = Mark this line
transcript-choose-to = Choose up to here
transcript-loop-line = Loop this line
captions-which = Captions: { $now }
captions-file = File: { $tag }
captions-track = Track { $number } in the recording
captions-track-in = In the recording: { $language }
language = { $code ->
    [ar] Arabic
    [ara] Arabic
    [bg] Bulgarian
    [bul] Bulgarian
    [ca] Catalan
    [cat] Catalan
    [cs] Czech
    [cze] Czech
    [ces] Czech
    [da] Danish
    [dan] Danish
    [de] German
    [ger] German
    [deu] German
    [el] Greek
    [gre] Greek
    [ell] Greek
    [en] English
    [eng] English
    [es] Spanish
    [spa] Spanish
    [et] Estonian
    [est] Estonian
    [fa] Persian
    [per] Persian
    [fas] Persian
    [fi] Finnish
    [fin] Finnish
    [fr] French
    [fre] French
    [fra] French
    [he] Hebrew
    [heb] Hebrew
    [hi] Hindi
    [hin] Hindi
    [hr] Croatian
    [hrv] Croatian
    [hu] Hungarian
    [hun] Hungarian
    [it] Italian
    [ita] Italian
    [ja] Japanese
    [jpn] Japanese
    [ko] Korean
    [kor] Korean
    [lt] Lithuanian
    [lit] Lithuanian
    [lv] Latvian
    [lav] Latvian
    [nb] Norwegian
    [nob] Norwegian
    [nl] Dutch
    [dut] Dutch
    [nld] Dutch
    [no] Norwegian
    [nor] Norwegian
    [pl] Polish
    [pol] Polish
    [pt] Portuguese
    [por] Portuguese
    [ro] Romanian
    [rum] Romanian
    [ron] Romanian
    [ru] Russian
    [rus] Russian
    [sk] Slovak
    [slo] Slovak
    [slk] Slovak
    [sl] Slovenian
    [slv] Slovenian
    [sr] Serbian
    [srp] Serbian
    [sv] Swedish
    [swe] Swedish
    [tr] Turkish
    [tur] Turkish
    [uk] Ukrainian
    [ukr] Ukrainian
    [zh] Chinese
    [chi] Chinese
    [zho] Chinese
   *[other] { $code }
}
captions-too-large = It is larger than any transcript.
captions-too-many = It has more lines than any transcript.
captions-not-text = It is not a text file.
captions-empty = There are no lines in it.
captions-no-header = Line 1: a WebVTT file begins with the word WEBVTT.
captions-time = Line { $line }: the time there cannot be read. It should look like 00:01:02.500 --> 00:01:04.000.
captions-backwards = Line { $line }: the end lies before the beginning.
captions-no-time = Line { $line }: words without a time.
captions-unreadable = The file cannot be read.

## Still pictures
still-title = A still picture
still-holds = It will hold the frame at { $time }, { $width } by { $height } pixels, without marks and words.
still-hidden = The hidden part stays hidden in it.
still-whole = Everyone in the picture can be recognised in it.
still-unprotected = It is an ordinary picture then. Mindframe does not protect it, does not know where it goes, and cannot delete it.
still-consent = Make one only if those who can be seen have agreed to it.
still-save = Save it…
still-copy = Copy it

picture-none = Sound only: this recording has no picture
undo-named = Undo: { $step }

## Command line
role-therapist = Therapist
role-client = Client
cli-read-only = These files may only be read: a newer version wrote them, or they may not be changed. Nothing was written.
cli-beyond-end = That time lies outside the recording, which ends at { $end }. Nothing was written.
cli-unknown-code = The code { $code } is in none of the codebooks; it is kept as it is.
cli-not-saved = The mark could not be saved, and is not in the files: { $reason }
cli-no-person = There is nobody called { $name } here. There are: { $people }.
cli-intensity = Strength goes from 0 to 10.
cli-closed-code = Marks with { $code } are not for everyone, and are kept encrypted behind a passphrase. Make this one in the window.
cli-closed = Somebody took back the consent to look at this recording. Nothing of it is shown or changed until they give it anew.
cli-bad-code = “{ $code }” is not a code. Write it like ev.onset, or dyn.rupture:kind=withdrawal.
agree-bad-length = “{ $text }” is not a length of time. Write it like 2s or 500ms.
agree-needs-two = It takes two people to compare: --between A,B. With --against consensus one is enough.
agree-same-person = These names mean one and the same person.
agree-no-recordings = There are no recordings with marks here.
agree-left-out = { $file } is left out: { $reason }
agree-no-group = There is no group of codes { $group }.
agree-no-code = The code { $code } is in none of the codebooks and on none of the marks.
agree-no-consensus = Nobody has agreed on a mark together here yet, so that there is no consensus to compare with.
agree-consensus = Consensus
agree-codebooks-differ = The marks were made with different codebooks or versions: { $books }. Codes may have changed their meaning.
agree-nothing-common = There is no stretch that all of them watched, so that nothing can be compared.
agree-outside = Outside of what both watched, and not compared: { $count }.
agree-nothing = Nobody has marks here that could be compared.
agree-heading = { $names } about { $subject }: { $set } (watched by all: { $watched })
agree-events = Moments, within { $tolerance }: { $hits } marked by both, { $missed } by { $first } only, { $extra } by { $other } only
agree-few = Fewer than ten moments: numbers would say more than is known. These are the moments:
agree-said = { $time } { $name }: { $label }
agree-precision = precision
agree-recall = recall
agree-f1 = F1
agree-onset = typical difference of the beginnings: { $difference }
agree-kappa = kappa, with missed and extra
agree-modified = modified kappa (Holle and Rein)
agree-units = Time, { $units } units of { $unit }:
agree-unit-kappa = kappa by time unit
agree-overlap = overlap of the stretches
agree-time-all = Time, of all together:
agree-fleiss = Fleiss’ kappa by time unit
agree-alpha = Krippendorff’s alpha by time unit
agree-alpha-u = Krippendorff’s alpha for stretches
agree-value = { $label } { $value }
agree-interval = ({ $low } to { $high })
agree-no-interval = (no interval: { $why })
agree-undefined = { $label }: not defined, because { $why }
agree-describes = This describes marks, not persons. What each number means: docs/measures.md
agree-why-nothing = there is nothing to compare
agree-why-none-to-find = the first has no marks to find
agree-why-none-found = the other has no marks
agree-why-none-meet = none of their marks meet
agree-why-one-category = only one category was used, so that agreement cannot be told from chance
agree-why-no-stretches = nobody marked a stretch, and moments have no length
agree-why-too-few-raters = it takes at least two people
agree-why-too-few-rated = it takes at least two things that were rated
agree-why-missing = a rating is missing
agree-why-no-variation = the values never change
agree-why-no-common = there is no stretch that all of them watched
agree-why-more-than-two = it is a measure for two people; each two are compared below
agree-why-several = several subjects or groups are not put together into one number; each has its own
agree-why-too-few-blocks = the recording is shorter than five minutes
agree-why-seldom = too often there was no value
agree-why-stopped = it was stopped
doctor-player = GStreamer { $version }
doctor-screen = Screen
doctor-wayland = Wayland; the window draws with OpenGL, or wgpu where that does not start
doctor-x11 = X11; the window draws with OpenGL, or wgpu where that does not start
doctor-no-screen = none: the window cannot open here, the commands work
doctor-needed = Needed
doctor-wanted = Good to have
doctor-there = is there
doctor-missing = missing
doctor-missing-package = missing: install { $package }
doctor-sound-only = This recording plays. It has sound only.
doctor-parts = The record keeps it as one recording of { $parts } parts:
doctor-part = part { $number } from { $time }: { $file } ({ $state })
doctor-exact = { $frames ->
    [one] This recording plays and can be stepped exactly (one frame tried).
   *[other] This recording plays and can be stepped exactly ({ $frames } frames tried).
}
doctor-inexact = This recording plays, but not every step can be trusted: { $reason }
inexact-without-times = { $pictures ->
    [one] One picture carries no time of its own.
   *[other] { $pictures } pictures carry no time of their own.
}
inexact-out-of-order = The file does not say when each picture is shown.
inexact-clock-jumps = The clock inside the file jumps back.
inexact-no-picture = There is no picture.
inexact-frame = Frame { $number } cannot be shown by itself.
probe-container = container
probe-length = length
probe-picture = picture
probe-size = { $width } x { $height }
probe-shown-as = shown as { $width } x { $height }
probe-turned = turned by { $degrees } degrees
probe-frames = frames
probe-frames-of = { $frames }, { $rate }, { $keys ->
    [one] one key frame
   *[other] { $keys } key frames
}
probe-rate-constant = { $rate } a second (constant rate)
probe-rate-varies = { $rate } a second (on average, the rate varies)
probe-sound = sound
probe-channels = { $channels ->
    [one] one channel
   *[other] { $channels } channels
}
probe-sample-rate = { $rate } Hz
probe-exact = exact
probe-exact-yes = yes
probe-exact-no = no: { $reason }
frame-number = number { $number }
frame-time = time_ns { $time }
frame-no-png = The picture could not be written as PNG: { $reason }
check-in-order = { $files ->
    [0] There are no marks for this recording yet.
    [one] One file is in order.
   *[other] { $files } files are in order.
}
fault-other-session = This file belongs to another session.
fault-newer = A newer version of Mindframe wrote this file (file version { $version }).
fault-wrong-keeper = Mark { $mark } lies in the file of the wrong person.
fault-deleted = Mark { $mark } is both there and deleted.
fault-twice = Mark { $mark } is there twice.
fault-before-start = Mark { $mark } begins before the recording.
fault-own-reply = Mark { $mark } replies to itself.
fault-about-nobody = Mark { $mark } is about nobody.
fault-no-set = { $person } has no marks of their own.
fault-track-order = A rating of { $person } runs backwards.
bench-no-peer = mpv could not be measured: it is not installed, or it did not answer. On Debian: apt-get install mpv.
bench-no-window = The window could not be opened here. Measuring needs a display: run it under Xvfb, or on a desktop.
bench-spread = { $p50 } / { $p95 } / { $max } ({ $wrong } wrong of { $n })
bench-shown-of = { $shown } of { $frames }
bench-soak = { $seconds } s of playing, begun again { $rounds } times: early / late (by the hour)
bench-slope = { $early } / { $late } ({ $hour })
bench-marks = marks
bench-words = Something went on inside me here, and a program wrote it down: { $number }
bench-unit = ms: p50 / p95 / max
app-name = Mindframe
window-no-display = There is no screen to open a window on. On a machine without one, run it under Xvfb (see README.md), or use the commands of mindframe --help.
window-no-renderer = The window could not be drawn, neither with OpenGL nor with wgpu: { $reason }. Graphics drivers may be missing; on Debian, install libgl1-mesa-dri.
## start
start-name = Mindframe
start-line = Watch a recording together, and mark what went on inside.
start-open = Open a recording…
start-demo = Try the demo role-play
start-drop = or drop a file anywhere in this window
start-drop-now = Let go to open it
start-recent = Recent recordings
start-recent-spoken = Open { $name }
start-honest = Recordings are not encrypted yet. For recordings of clients, use an encrypted disk. Nothing leaves this computer.
start-reset = Reset demo
start-settings = Settings
start-about = About Mindframe
start-light = Light theme
start-dark = Dark theme

## notices
notice-dismiss = Put this message away
notice-retry = Try again
notice-elsewhere = Keep the marks in another folder…
notice-cannot-open = “{ $name }” could not be opened. { $reason }
notice-cannot-read = The marks of this recording could not be read. { $reason }
notice-not-saved = The newest changes are not on disk. { $reason }
notice-skipped = Left out: { $change }
notice-skipped-next = Someone else has changed it since, so it could not be taken back.
notice-undone = Taken back: { $change }
notice-redone = Made again: { $change }
notice-needs-passphrase = This is not for everyone, so it is kept encrypted. That needs your passphrase.
notice-needs-passphrase-next = Choose who can see your marks at the top, and give your passphrase there.
notice-marking-alone = Someone is marking alone.
notice-marking-alone-next = Finish or pause that first.
notice-reveal-missing = One person's marks are not on this computer. Nothing was opened.
notice-reveal-unreadable = One person's marks could not be read. Nothing was opened. { $reason }
notice-reveal-safe = Everyone's marks are as they were.
notice-reveal-changed = One person's marks here are not the ones they finished with. Nothing was opened.
notice-reveal-next = Bring that person's file back into this folder, or let them look at their marks again and finish anew. Then open together.
notice-not-done = Your marks are not safe on the disk yet, so you are not done yet.
notice-not-done-next = Once they are saved, say again that you are done.
notice-sealed-left = Your marks are open now. What was sealed could not be taken away. { $reason }
notice-sealed-left-next = It stays encrypted. Delete the sealed files in this folder when you can.
notice-not-yours = This mark belongs to someone else.
notice-not-yours-next = Only they can change it. You can reply to it.
notice-prompts = Your own questions for exploring were not taken up. { $reason }
notice-prompts-safe = The questions that come with the program are used. Nothing that was said is touched.
notice-prompts-next = Mend that line in a text editor; they are read again at the next start.
notice-codebook = The codebook was not taken up. { $reason }
notice-codebook-safe = The codebooks you had are still there, and no mark was touched.
notice-codebook-next = Mend that line in a text editor, then load it again.
notice-captions = The captions in { $file } are not used. { $reason }
notice-captions-safe = The recording and your marks are not touched.
notice-captions-next = Mend that in a text editor, then open the recording again.
notice-offer-parts = This looks like part 1 of { $parts }.
notice-offer-parts-next = The next files in this folder seem to go on where this one ends. Play them as one?
notice-part-refused = { $file } cannot be a part of this recording. { $reason }
notice-part-there = That file is a part of this recording already.
parts-play-as-one = Play as one
parts-open-whole = Open the whole recording
notice-offer-prepare = Single moments of this recording take a while to show.
notice-offer-prepare-next = Mindframe can prepare it for smooth review: it makes a second copy of the picture in its own folder on this computer, beside everything else. You can go on working meanwhile.
notice-preparing = Preparing for smooth review, { $percent } %
notice-prepared = Prepared: every moment is now there at once.
notice-prepared-removed = The prepared copy is removed.
notice-not-prepared = It could not be prepared for smooth review. { $reason }
prepare-not-the-same = A copy would not have exactly the same frames.
prepare-begin = Prepare
prepare-not-now = Not now
prepare-stop = Stop
notice-picture-copied = The picture is on the clipboard.
notice-picture-saved = The picture is saved as { $file }
notice-picture-next = Try another folder.
notice-picture-not-taken = The picture could not be taken from the recording. { $reason }
notice-ended = “{ $code }” ended here.
notice-arrived = { $marks ->
    [one] One mark came in from another window or computer.
   *[other] { $marks } marks came in from another window or computer.
}
notice-erased = The mark is deleted for good, here and in every earlier copy.
notice-erased-but = { $copies ->
    [one] The mark is deleted for good here. One copy could not be reached.
   *[other] The mark is deleted for good here. { $copies } copies could not be reached.
}
notice-erased-next = Copies in backups or on other computers have to be deleted there.

safe-nothing-changed = Nothing was changed on disk.
safe-in-window = Your marks are kept in this window. They are safe while it stays open.
safe-marks-stay = Your marks are not touched.
safe-marking-goes-on = Marking goes on as before.

trouble-not-found = The file or folder is not there any more.
trouble-newer = It was written by a newer version of Mindframe.
trouble-damaged = The file is damaged.
trouble-damaged-at = The file is damaged at line { $line }, column { $column }.
trouble-read-only = The folder is read-only.
trouble-full = There is no room left on the disk.
trouble-not-permitted = You are not allowed to write there.
trouble-locked = Another program is still writing there.
trouble-changed = Another program has changed the file.
trouble-not-verified = What was written did not read back the same.
trouble-closed = It is locked. It opens with the passphrase of the person it belongs to.
trouble-no-key = The person it belongs to has no passphrase yet.
trouble-no-home = There is no folder for your own files on this system.
trouble-slow = The disk did not answer in time.
trouble-io = The system says: { $reason }

next-make-room = Make some room, then press “Try again”. Or keep the marks in another folder.
next-elsewhere = Keep the marks in another folder.
next-wait = Wait a moment, then press “Try again”.
next-bad-disk = The disk may be failing. Keep the marks in another folder, on another disk.
next-unlock = Let that person give their passphrase, then try again.
next-newer = Update Mindframe to see and change all of them. Until then no mark can be set here.
next-try-or-elsewhere = Press “Try again”, or keep the marks in another folder.
next-look-for-file = Look whether it was moved or renamed, and whether the disk is plugged in. Then open it again.
next-damaged = Earlier copies are kept in a hidden folder beside the recording. The damaged file was left as it is.
next-permission = Ask for permission to read it, or copy it to a folder of your own.
next-open-again = Wait a moment, then open it again.
next-other-place = Copy the recording and its marks to another folder, and open it there.
next-pick-file = Choose a video or sound file.
next-copy-again = Copy it again from the camera or card, if it is still there.
next-install = Install the package { $package }, then open it again.
next-doctor = Run “mindframe doctor” with this file to see what is missing.
next-smaller = Convert it to a smaller picture, then open it again.
next-sound = Plug in speakers or headphones, then open it again to hear it.

problem-not-found = There is no file at this place.
problem-folder = It is a folder.
problem-empty = The file is empty.
problem-not-permitted = You are not allowed to read it.
problem-not-a-recording = It is not a video or sound recording.
problem-not-a-recording-but = It is not a video or sound recording, but { $found }.
problem-decoder = There is nothing installed that can decode { $codec }.
problem-element = A part of GStreamer is missing: { $element }.
problem-damaged = Part of the recording is damaged or missing.
problem-damaged-at = The recording is damaged from { $from } to { $to }.
problem-in-part = Part { $number }: { $what }
problem-too-large = The picture is too large.
problem-absurd = The file says that it holds far more than a recording can hold.
problem-no-sound = There is no sound device. It plays without sound.
problem-stalled = The recording did not answer in time.
problem-other = The player says: { $reason }

noticed-media-changed = This video is not the one that was marked.
noticed-media-changed-safe = All marks are still there, at the times they had.
noticed-media-changed-next = If it was cut or converted, check a few marks before you go on.
noticed-recovered = A file with marks was damaged.
noticed-recovered-safe = { $marks ->
    [one] The newest readable copy is open. It has one mark.
   *[other] The newest readable copy is open. It has { $marks } marks.
}
noticed-recovered-none = There was no readable copy of it.
noticed-recovered-aside = The damaged file is kept as “{ $file }”.
noticed-recovered-left = The damaged file was left where it is. It will not be overwritten.
noticed-kept-elsewhere = The folder of the video cannot be written.
noticed-kept-elsewhere-safe = Your marks are saved in { $folder }, and found there again.
noticed-kept-elsewhere-next = To keep them beside the video, copy it to a folder of your own.
noticed-copies = { $files ->
    [one] A copy made by a sync program was brought in.
   *[other] { $files } copies made by a sync program were brought in.
}
noticed-copies-safe = No mark was lost.
noticed-both = { $marks ->
    [one] One mark was changed by two people at once.
   *[other] { $marks } marks were changed by two people at once.
}
noticed-both-safe = Both versions are kept.
noticed-both-next = Look at them together, and delete the one you do not want.
noticed-newer = A newer version of Mindframe wrote these marks.
noticed-newer-safe = What this version can read of them is shown, and nothing will be overwritten.
noticed-unreadable = A file with marks was left out. { $reason }
noticed-part = This file is part { $number } of { $parts } of a longer recording.
noticed-part-safe = It is kept as one with { $file }, where its marks are.
noticed-relink = This recording is marked already, under another name.
noticed-relink-safe = Those marks were made as { $folder }.
noticed-relink-next = If this is the same recording under a new name, its marks can come along.
notice-use-those = Use those marks here

refused-read-only = This record can be looked at but not changed. No mark was set.
refused-no-mark = That mark is not there any more.
refused-other-readers = A mark for other readers has to be a new mark.
refused-no-entry = That is not there any more.
refused-others-entry = That belongs to another person, and only they can change it.
refused-mark-exists = That mark is there already.
refused-no-person = That person is not part of this session.
refused-person-has-marks = That person has marks here, so they stay in the list.
refused-duplicate-person = Two people would have the same id.
refused-nothing = There is nothing to take back.

change-add-mark = new mark
change-delete-mark = deleting a mark
change-words = words
change-codes = codes
change-move = moving a mark
change-end-span = end of a stretch
change-details = details of a mark
change-author = whose mark it is
change-reply = reply
change-session = session details
change-parts = parts of the recording
change-second = second recording
change-track = rating
change-episode = way back through a moment
change-review = this sitting
change-playlist = what to watch
change-consent = consent
change-readers = who may read a mark
change-sealed = marking alone
change-judgement = answer to a guess
change-looked-again = mark kept as it is
change-import = import
## Timeline
timeline-name = Timeline
timeline-playhead = Playhead { $time }
timeline-together = Together
timeline-lane-of = Lane of { $name }
timeline-lane = { $count ->
    [one] Lane of { $name }, one mark
   *[other] Lane of { $name }, { $count } marks
}
timeline-strength = Strength
timeline-strengths = { $count ->
    [one] Strength, one rating
   *[other] Strength, { $count } ratings
}
timeline-sound = Sound
timeline-sound-progress = Drawing the sound, { $percent } %
timeline-part-missing-short = part { $number } is missing
timeline-part = Part { $number } begins at { $time }
timeline-part-missing = Part { $number } is missing, from { $from } to { $to }
timeline-pictures = Small pictures
timeline-pictures-making = Small pictures, still being made
timeline-pictures-resting = Small pictures, made while nothing plays
timeline-picture-at = The picture at { $time }
timeline-minimap = Part of the recording in view, { $time }
timeline-scroll = More lanes
timeline-frame-tick = { $time } · { $number }
timeline-mark = { $label }, { $who }, { $about }, { $time }
timeline-bin = { $count } marks, { $time }
timeline-several = Several marks
timeline-several-at = Several marks, { $time }
timeline-and-more = and more
timeline-many = { $count } marks
timeline-more = and { $count } more
timeline-stretch = { $from } to { $to }
timeline-since = since { $time }
timeline-quote = “{ $words }”
timeline-then = then
timeline-now = now
timeline-later = thought about later
timeline-guess = a guess
timeline-loop-start = A
timeline-loop-end = B

## dialogs
dialog-close = Close this dialog
dialog-done = Done
stepper-more = More: { $name }
stepper-less = Less: { $name }

## settings
settings-title = Settings
settings-look = Look
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-scale = Size of everything
settings-percent = { $value } %
settings-seconds = { $value } s
settings-motion = No fading
settings-thumbnails = Small pictures in the timeline
settings-thumbnails-note = They are made while nothing plays, kept in memory only, and gone when the recording is closed.
settings-marking = Marking
settings-lead = Reaction time
settings-lead-client = Reaction time on the client's screen
settings-lead-note = A mark set while the recording plays lies this much earlier than the key press. It is not taken off while paused.
settings-pause-typing = Pause while words are typed
settings-resume = Go on when Enter ends the words
settings-playing = Playing
settings-jump-small = Small jump
settings-jump = Jump
settings-jump-large = Large jump
settings-frame-memory = Memory for quick steps
settings-hardware = Let the graphics card decode while playing
settings-hardware-note = For recordings that play jerkily. It is used only where it shows the very same pictures, which is tried with each recording; from the next opening on.
settings-hardware-used = In use for this recording: it shows the same pictures.
settings-hardware-differs = Not used for this recording: it showed other pictures than it should.
settings-hardware-absent = Not used: no decoder of the graphics card that is installed here takes this recording.
settings-hardware-gave-up = It gave up while this recording played, which goes on without it.
settings-mib = { $value } MB
settings-preroll = Begin earlier when playing on or going to a mark
settings-slow-view = Length of the slow view
settings-volume = Loudness
settings-start = Start screen
settings-recent = Show recent recordings
settings-recent-note = File names often hold names of people. When this is off, none are kept.
settings-codebooks = Codes
settings-codes-therapist = For therapists and everyone else
settings-codes-client = For clients
settings-codes-note = Marks that were made with other codes keep them.
settings-preset = { $book }: { $preset }
settings-preset-gone = Not there any more
settings-load = Load a codebook…
settings-copy = Copy this codebook to edit…

## people
people-title = People
people-pseudonyms = Use made-up names, not real ones. They are written in files beside the recording.
people-name = Name of person { $number }
people-role = Role of person { $number }
people-remove = Take { $name } out
people-add = Add a person
people-new = Person { $number }
role-supervisor = Supervisor
role-trainee = Trainee
role-rater = Rater
role-inquirer = Inquirer
role-group-member = Group member
role-carer = Parent or carer
role-child = Child
role-other = Other

## session
session-title = Session details
session-name = Title
session-name-note = Without a title, the name of the file is shown.
session-kind = What kind of recording is it?
session-role-play = Role-play
session-scene = Scene
session-take = Take
session-plays = { $name } plays
session-started = When did it begin?
session-started-note = With this, “go to 14:23” finds the moment by the clock.
session-date = Date, as 2026-11-22
session-time = Time, as 14:20 or 14:20:05
session-time-wrong = This is not a date and time yet, so it will stay as it was. Write 2026-11-22 and 14:20.
session-plan = Our plan
session-plan-note = What you agreed to do when it gets too much. It is shown when someone says so.
session-fields = More to note
session-fields-note = Free fields, such as arm, wave or site.
session-field-name = Name of field { $number }
session-field-value = Text of field { $number }
session-field-remove = Take field { $number } out
session-field-add = Add a field
session-leave = Leave it as it was

## keys help
keys-title = Keys
keys-note = Press a key in this list to change it. Keys rest while you type in a text field; Esc leaves the field.
key-left = Left
key-right = Right
key-up = Up
key-down = Down
keys-none = no key
keys-press = Press a key…
keys-change = Key of { $action }: { $keys }
keys-change-hint = Press here, then the new key. Esc leaves it as it was.
keys-clash = { $key } does “{ $action }” already. Choose another key, or change that one first.
keys-for-codes = { $key } is kept for codes. Choose another key, or hold Ctrl, Alt or Shift with it.
keys-fixed = { $key } always does the same. Choose another key.
keys-reset = { $action }: back to { $keys }
keys-reset-all = All keys as at first

## about
about-title = About Mindframe
about-version = Version { $version }
about-what = Video feedback for Mentalization-Based Therapy: watch a recording together and mark what went on inside.
about-privacy-title = Privacy
about-privacy = Nothing leaves this computer. The program has no network code, and counts and reports nothing.
about-encryption = Recordings and marks are not encrypted yet. Keep those of clients on an encrypted disk.
about-licences-title = Licences
about-licence = Mindframe: MIT or Apache 2.0, whichever you prefer
about-icons = Icons: Phosphor, MIT licence
about-font = Typeface: Atkinson Hyperlegible by the Braille Institute of America, SIL Open Font License 1.1
about-font-licence = Licence of the typeface

## folder chooser
folder-open-recording = Open a recording
folder-add-part = Add the next part
folder-choose = Choose a folder
folder-save-picture = Choose a folder for the picture
folder-open-codebook = Load a codebook
folder-up = One folder up
folder-home = Home folder
folder-path = Path
folder-reading = Reading the folder…
folder-empty = There is nothing here to choose.
folder-more = Only the first { $most } entries are shown. Type the path to reach others.
folder-everything = Show all files
folder-folder = Folder { $name }
folder-use = Use this folder
folder-open = Open
folder-cancel = Cancel
folder-not-found = There is no such file or folder.
folder-not-permitted = You are not allowed to read this folder.
folder-not-a-folder = This is not a folder.
folder-failed = The folder could not be read. The system says: { $reason }

## Palette
palette-title = Find an action
palette-hint = Type what you want to do, or what you see
palette-nothing = Nothing by that name
notice-codebook-copied = A copy to edit is at { $file }
notice-codebook-copied-next = Change it in a text editor, then choose it in the settings after the next start, or load it there.

noticed-settings = The settings could not be read, so the usual ones are in use.
noticed-settings-safe = No mark was touched.
notice-not-written = The file could not be written. { $reason }
header-enough-short = Enough
## Marks
marks = Marks
marks-some = { $shown } of { $total }
marks-show-all = Show all
marks-none = No marks yet
marks-none-how = Let it play, and press a code's key when something catches you. Enter is for your own words.
marks-read-only = Nothing to show
marks-read-only-how = This record can be looked at but not changed.
marks-hidden = No mark fits this choice
marks-hidden-safe = What is hidden is not lost.
marks-hidden-how = { $total ->
    [one] One mark is hidden, not lost.
   *[other] { $total } marks are hidden, not lost.
}
marks-more-codes = +{ $count }
filter-everyone = everyone
filter-people = People: { $now }
filter-codes = all codes
filter-by-code = Codes: { $now }
filter-words = find in words
codes-unknown = Not in the codebook
words-quoted = “{ $words }”
mark-reply-to = Reply to { $name }
sureness-guess = a guess
sureness-fairly = fairly sure
sureness-sure = sure
strength-of = strength { $value }
time-from-to = { $from } to { $to }
time-from = from { $from }, not ended
time-type = { $time }, press to type another
time-not-understood = Not a time. Write 0:43.160 or 1:02:03
copy-time = Copy time
copy-words = Copy words
reply = Reply
give-to = Give this mark to { $name }
delete = Delete

## Inspector
mark-by = { $name }'s mark
inspector-not-yours = { $name }'s mark. Only { $name } can change it.
inspector-read-only = This record can be looked at but not changed.
mark-as = Mark as { $name }
words-hint = In your own words
words-label = Words of this mark
time-at = Time of this mark
time-start = Start
time-end = End
time-open = from { $from }
time-before-start = That is before the start
time-past-end = The recording ends at { $end }
time-order = The start must come before the end
code-remove = Remove { $code }
code-add = Add a code…
code-add-short = + code
code-search = Find a code
code-none = No code fits
code-example = For example: { $example }
code-unknown-why = This code is in no codebook here. It is kept as it is.
field-about = Whose mind: { $now }
field-view = Seen from: { $now }
field-readers = Who can see it: { $now }
field-tense = When: { $now }
field-strength = How strong: { $now }
field-sureness = How sure: { $now }
not-set = not set
view-own = own mind
view-other = their mind
view-meta = me in their eyes
view-us = between us
strength-unset = how strong
strength-clear = No strength
sureness-unset = how sure
sureness-none = Not said
audience-everyone-why = Everyone who may open this recording's files can read this mark.
give-this = Give this mark to…
more = More
keep-this-back = Keep this back
open-this-too = Open this too
keep-back-why = A mark that you keep back stays with you when all is opened together. Nobody is told that there is one.
delete-how = Takes this mark away; undo brings it back
delete-for-good-ask = Delete for good…
delete-for-good = Delete for good
delete-for-good-why = This takes the mark and its words out of the file, its older copies and undo. It cannot be undone.
keep-it = Keep it
entered-by = Entered by { $name }
entered-by-said-so = Entered by { $name }, and confirmed
placed-live = live
placed-live-lead = live, { $lead } s lead
placed-live-why = The key was pressed at { $pressed } while it played
placed-paused = paused
placed-paused-why = Set while the recording stood still
placed-edited = edited
placed-edited-why = Its time was typed or moved afterwards
action-quit = Leave Mindframe
## A second recording of the same event
notice-second-missing = The second recording, “{ $name }”, is not in the folder of this one.
notice-second-safe = This recording plays as usual, and your marks are not affected.
notice-second-missing-next = Put it into the same folder, or find it under View.
notice-second-not-played = The second recording cannot be played. { $reason }
notice-second-another = This is not the second recording that was lined up.
notice-second-another-next = Remove that one first, if this one is to take its place.
notice-second-first = This is the recording itself.
notice-second-hidden = The second recording was added, but is not shown.
notice-second-hidden-next = A part of this picture is hidden, and whoever is hidden here might be seen there. Show it under View when that is all right.
notice-second-elsewhere = The second recording lies in another folder.
notice-second-elsewhere-next = It is used now. Put it into the folder of this recording, so that it is found the next time.
folder-add-second = Choose a second recording of the same event
action-add-second = Add a second recording…
action-find-second = Find the second recording…
action-line-up = Line up the two recordings…
action-second-beside = Second recording beside the first
action-second-inset = Second recording inset
action-second-hidden = Second recording not shown
action-hear-second = Hear the second recording, or the first
action-remove-second = Remove the second recording
second-picture = Second recording
second-opening = Opening the second recording…
second-nothing = Not recorded here
second-begins = The second recording begins at { $time }
second-ended = The second recording ended at { $time }
view-second = Second recording
view-second-beside = Beside the first
view-second-inset = Inset
view-second-hidden = Not shown
view-second-top-left = Upper left
view-second-top-right = Upper right
view-second-bottom-left = Lower left
view-second-bottom-right = Lower right
view-second-small = Small
view-second-medium = Medium
view-second-large = Large
view-second-corner = Corner of the inset
view-second-size = Size of the inset
view-hear = Sound from
view-hear-first = First
view-hear-second = Second
lining-title = Line up the two recordings
lining-hint = Pause at something sharp that both show: a clap, a door. Step the second until it shows the same.
lining-hint-apart = The second stands by itself now. Press Same moment when both show the same.
lining-second = Second
lining-second-at = The second recording stands at { $time }
lining-second-back-sign = −1 s
lining-second-on-sign = +1 s
lining-second-back = Second recording one second back
lining-second-on = Second recording one second on
lining-frame-back = Second recording one frame back
lining-frame-on = Second recording one frame on
lining-same = Same moment
lining-same-hint = Both recordings show the same moment now
lining-together = Together again
lining-offset = Offset
lining-offset-hint = How much later the second recording began; with a minus if it began earlier. Press the number to type it.
lining-drift-none = Not lined up at a moment yet
lining-drift-one = For the drift, add a moment at least a minute away
lining-drift-unclear = No drift can be told: less than a minute apart, or not the same moment
lining-drift-alike = Both clocks run alike (± { $margin } ms a minute)
lining-drift-fast = The second runs { $millis } ms a minute fast (± { $margin })
lining-drift-slow = The second runs { $millis } ms a minute slow (± { $margin })
lining-drift-ppm = { $ppm } millionths. The further apart the two moments are, the more exactly it is known.
lining-drop = Remove the second point
lining-done = Done

rating-title = Strength of { $name }
rating-end = Done
rating-countdown = It plays in { $seconds }
rating-waits = Move it to rate from here
rating-still = Unchanged for a while. Still rating?
rating-0 = asleep, calm
rating-2 = relaxed
rating-4 = awake and engaged
rating-6 = strong
rating-8 = very strong
rating-10 = the strongest I know
settings-rating-lag = Ratings are read earlier by

explore-tab = Explore
action-explore = Stop, rewind, explore
explore-helpers = For the therapist
explore-contrary = Where attention is mostly
explore-modes = What may help

erase-nothing = There is nothing of { $name } left to erase.
erase-would = This would be erased for good, of what { $name } keeps of this recording:
erase-done = Erased for good, of what { $name } kept of this recording:
erase-goes = Their own marks: { $marks }. Marks of them and others together: { $joint }. Other things they kept: { $entries }. Files changed or taken away, earlier states included: { $files }. What was worked out from the recording, prepared copies included, goes as well.
erase-about-stays = Marks of others about them stay, as the others' own words: { $marks }.
erase-consent-stays = That consent was given, and taken back, stays noted.
erase-open = The recording is open in a window ({ $windows }). Close it first.
erase-locked = Encrypted files of others could not be looked into:
erase-unclear = These files could not be read, and may hold something:
erase-left = These could not be erased. Take them away by hand:
erase-out-of-reach = The recording itself stays. Copies elsewhere are out of reach: backups, other computers, what a sync service keeps.
## Looking at marks again
again-count = { $count ->
    [0] Nothing to look at again
   *[other] { $count } to look at again
}
again-why = Set while playing, a guess, or a word that could be finer
again-keep-all = All stay as they are
again-keep-all-why = None of them waits any longer. One undo brings them all back.
again-close = Show all marks again
again-done = All looked at
again-done-how = Nothing waits to be looked at again
again-finer = “{ $code }” could be finer
again-live = Set while playing
again-guess = A guess
again-choose = A finer word
code-line-spoken = { $code }: { $meaning }
again-keep = Keep as it is
again-previous = Previous
again-next = Next
codes-own-words = Own words
codes-own-words-why = No code is ever needed
## Codes suggested for a sitting
suggest-review = A few codes with keys, to mark while watching together
suggest-recall = Plain words only: nothing is named or rated while somebody remembers
suggest-training = The live codes, and everything a role-play may show
suggest-supervision = What the therapist did, and what followed
## Marks about a risk
risk-note-title = Our note for marks about a risk
risk-note-why = What your team agreed to do. It is shown beside each mark about a risk, as you write it, and nothing else is: no alarm, no count, no score, no advice.
risk-note-where = Kept on this computer for every recording. Not on a client's screen. Write no names.
risk-note-write = Write our own note
risk-note-change = Change our note

action-sitting = Begin a sitting, or land
footer-sit = Sit together…

## Clips
clips = Clips
clips-none = Choose beforehand what to watch together: one to three short clips, something that went well first.
clips-here = From here
clips-here-hint = A clip around the playhead, or the stretch from A to B
clips-mark = From the mark
clips-time = at a time
clips-time-hint = 1:16 in the recording, or 14:23 by the clock
clips-time-refused = That time is not in this recording. By the clock it is known once the session details say when the recording began.
clips-good-first = A good moment to begin with, at { $time }?
clips-put-first = Put it first
clips-go-on = One after the other
clips-go-on-hint = On: the next clip follows at once. Off: a pause after each, to talk.
clips-play = Play clip { $number }
clips-change = Change clip { $number }
clips-clip = Clip { $number }
clips-good = went well
clips-is-good = Went well
clips-label = What it is called
clips-start = Start
clips-end = End
clips-start-back = Start 5 s earlier
clips-start-on = Start 5 s later
clips-end-back = End 5 s earlier
clips-end-on = End 5 s later
clips-earlier = Earlier
clips-later = Later
clips-remove = Remove
action-next-clip = Next clip
action-previous-clip = Previous clip

## Together
say-together = Together
say-together-how = A mark by everybody here, beside this one

action-consent = Consent and keeping…
consent-title = Consent and keeping
consent-agreed = What was agreed to
consent-why = Nothing is filled in by itself. Care does not depend on it, and taking it back is as easy as giving it.
consent-review = Looking at it together
consent-supervision = Supervision
consent-training = Training others
consent-research = Research
consent-group = The group
consent-not-noted = nothing noted
consent-given = agreed on { $day }
consent-given-until = agreed on { $day }, until { $until }
consent-ends-soon = agreed, ends on { $until }
consent-ended = ended on { $day }
consent-withdrawn = taken back on { $day }
consent-withdrawn-erase = taken back on { $day }; to be erased by { $by }
consent-give = Agreed today: { $purpose }
consent-give-short = Agreed today
consent-take-back = Take back: { $purpose }
consent-take-back-short = Take back
consent-form = Version of the form, for what is noted next
consent-until = Holds until (year-month-day; may stay empty)
consent-day-form = Please write the day as 2027-03-31.
keeping-title = Keeping
keeping-who = Who answers for the recording
keeping-basis = On what ground
keeping-by = Delete by
keeping-not-set = Delete by: not set
keeping-over = That day is over. Nothing happens by itself.
keeping-keep = Keep these
erase-title = Erasing
erase-look = What would go if { $name }'s part were erased?
erase-now = Erase { $name }'s part for good
