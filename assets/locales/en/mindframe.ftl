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
action-zones = Zones of a feeling
action-peaks = Before the strongest moments, to the clips
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
action-insight = What marks show of this recording
action-agreement = How far several people agree
action-training = Learning to see: consensus and practice
action-training-tape = Practise on the training tape
action-next-disagreement = Next disagreement
action-place-same = Place: all mean the same
action-place-merge = Place: merge what they called it
action-place-open = Place: keep both open
action-place-drop = Place: drop, with a reason
action-see-differently = I see it differently
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
passphrase-for = A passphrase for { $name }
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
alone-need-passphrase = Still without a passphrase: { $names }. It is set in the next step.
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

## What is kept of one person, handed out
kept-of-title = What is kept of { $name }
kept-of-about = Everything by and about { $name } that they may see, as a text to take along.
kept-of-closed = Everything by and about { $name } that they may see, as a text to take along. What is only for { $name } is in it while their passphrase is open.
kept-of-write = Write it down for { $name }…
kept-of-of = Recording: { $recording }. Made on { $day }.
kept-of-scope = Everything by and about this person that they may see. Keep this file as carefully as the recording.
kept-of-marks-by = Marks by { $name }
kept-of-marks-about = Marks of others about { $name }
kept-of-kept = Kept besides
kept-of-none = none
kept-of-everybody = everybody there
kept-of-who = by { $by }, about { $about }
kept-of-strength = strength { $strength } of 10
kept-of-episode = a stretch that was looked at closely
kept-of-review = a sitting
kept-of-playlist = a list of clips
kept-of-judgement = an answer to a guess
kept-of-sealed = marks made alone
kept-of-rating = { $values } values rated by { $by }, of { $about }. The values themselves are in the JSON form.
cli-about-done = Written: { $path }
cli-about-form = Name the file with .json (for programs) or .txt (for people).
cli-about-closed = { $people } took back the consent to look at this recording. What is kept of others is not handed out until they give it anew.
cli-about-encrypted = Some marks of this person are behind their passphrase and are not in the file. To have them in it, give --passphrase and type or pipe in the passphrase.
cli-about-passphrase = The passphrase does not open this person's key on this computer. Nothing was written.
cli-about-ask = Passphrase:

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
folder-class = A folder with the packages of a class
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

## Reports

action-report = Make a report…
report-title = Make a report
report-for = For
report-of = Of
report-with-stills = With small still pictures
report-with-stills-client = With small still pictures, but none of hard moments
report-stills-not = Without still pictures: they need everybody who came for help to agree to this use.
report-stills = { $number } still pictures are in it.
report-working = One moment…
report-unprotected = The file has the drawings, too, and opens in any browser, which prints it. It holds people's words, and nothing protects it: store it and pass it on with care.
report-save-beside = Save beside the recording
report-save-elsewhere = Save elsewhere…
folder-save-report = A folder for the report
folder-save-text = A folder for the text
report-not-for = This report is not meant for that reader.
report-nobody = Nobody in this recording has the role that this report is about.
report-takes-two = This report takes two people, and the record has one.
report-taken-back = Somebody took back the consent to look at this recording. No report is made until they give it anew.
report-taken-back-supervision = Somebody took back the consent to supervision. No report for it is made until they give it anew.
report-taken-back-training = Somebody took back the consent to training. No report for it is made until they give it anew.
report-taken-back-research = Somebody took back the consent to research. No report for it is made until they give it anew.
report-taken-back-group = Somebody took back the consent that the group looks at this recording. No report for it is made until they give it anew.
report-saved = The report is saved as { $file }
report-saved-next = It holds people's words, and nothing protects it from now on: store it and pass it on with care.
report-not-saved-next = Choose another folder.
report-no-kind = There are these reports: { $kinds }
report-no-reader = Reports have these readers: { $readers }
report-no-stills = Still pictures are left out: not everybody who came for help agreed to this use of the recording.
report-still = Picture at { $time }
episodes-none = Nothing was marked that got hard and came back, and nothing was explored.
episodes-line = { $onset }  { $end }  { $ending }  about { $subject }, by { $author }
episodes-recovered = came back after { $seconds } s
episodes-mode-ended = its last mode ended
episodes-open = open
episodes-not-today = not today
report-for-client = The client
report-for-both = Both, client and therapist
report-for-therapist = The therapist
report-for-supervisor = The supervisor
report-for-trainee = A trainee
report-for-trainer = A trainer
report-for-researcher = A researcher
report-moments-about = The client's own words and moments, what helped first. No totals, no clinical words.
report-common-about = What both see alike, what each sees alone, and what was said together.
report-preparation = Session preparation
report-preparation-about = What went well, the client's own words, what to come back to, patterns.
report-supervision = Supervision sheet
report-supervision-about = What the therapist did, over how strong it was; stops; clips; room for questions.
report-feedback = Practice feedback
report-feedback-about = What a trainee and those who see well share, three moments only they marked, three only the trainee marked, and where those who see well differ, too.
report-feedback-beside = { $name }, beside { $experts }
report-shared = What you both marked
report-shared-none = No moment was marked by both. Look at a few of theirs below, and at how near counts as the same.
report-shared-more = And { $number } more, in the drawing.
report-shared-near = Half of these lie within { $seconds } s of theirs.
report-otherwise = The same moment, by another name
report-otherwise-about = You both stopped here. What in it made you choose your word?
report-beside = Both along the recording
report-beside-about = Your marks are above, those of { $experts } below. A line joins the same moment.
report-shared-sign = both marked
report-otherwise-sign = another name
report-you = You
report-only-they = Only they marked this
report-only-they-about = Three to look at again, each from a few seconds before.
report-only-they-none = Nothing that you did not mark, too.
report-only-you = Only you marked this
report-only-you-about = Three of yours. You may have seen something: say what, and ask.
report-only-you-none = Nothing that they did not mark, too.
report-agreed-by = agreed on by { $number }
report-agreed-of = agreed on by { $number } of { $of }
report-experts = { $number } experts
report-differ = Experts differed here too
report-differ-about = Here there is no one name to learn. What in the moment speaks for each?
report-differ-place = An open place
report-differ-lane = Open places
report-differ-you = you: { $said }
report-differ-not-you = you: no mark here
report-by-code = Code by code
report-by-code-about = How often they marked it, and how often you marked the same moment.
report-by-them = They
report-by-you-too = You, too
report-practise = Most worth looking for next: { $code }.
report-to-keep = To keep
report-to-keep-about = What I saw well, and what I look for next time.
report-tape = Tape quality
report-tape-about = Where trainees do not see what those who see well agreed on; nobody is named.
report-tape-beside = { $number } who learn, beside { $experts }
report-tape-none = There is nothing yet beside which their marks could be put.
report-tape-where = Where it is seen, and where not
report-tape-strip = Moments along the recording
report-tape-strip-about = Each bar is a moment that { $experts } marked; the darker, the fewer of those who watched it marked it, too.
report-tape-lane = Moments
report-tape-clear = Seen by most
report-tape-hard = Seen by few
report-tape-hard-about = A place that few see may be hard to see, or not as clear as it seemed: look at it again, too.
report-tape-seen = Marked by
report-tape-of = { $met } of { $all }
report-tape-notes = What to change on this tape
report-progress = Side by side
report-progress-over-time = Over time
report-progress-none = There are no recordings here whose marks could stand side by side.
report-progress-helped = What helped, as people say
report-progress-series = { $author } about { $subject }
report-progress-comparable = { $comparable } of { $all } recordings are comparable: the same kind, codebook and version, at least half of them watched.
report-progress-times = How long until it came back
report-progress-times-about = Each dot is one episode in a comparable recording. A hollow one with a line up was not marked as come back: it lasted at least so long. The table below has the same.
report-curve = How much had not come back, after how long
report-curve-table = Kaplan-Meier estimate: step by step
report-curve-after = After
report-curve-seen = Seen so long
report-curve-came-back = Came back then
report-curve-open = Not come back yet
report-curve-interval = 95 % interval
report-curve-between = { $from } to { $to } %
report-curve-line = The share that had not come back yet. A short upright line: one that was not marked as come back, seen so long.
report-curve-band = 95 % interval
report-progress-table = Recording by recording
report-progress-open = Open ones: { $number }. They were not marked as come back, which says nothing of how long they were.
report-progress-few = Below { $fewest } comparable recordings nothing is drawn through them.
report-recordings = Recordings
report-day = Day
report-who-says = Who says so
report-episodes = Episodes
report-middle = Middle
report-range = Range
report-open-ones = Open
report-apart = Stands apart
report-views = Own view, other view
report-views-about = Marks about one's own mind and about another's, by recording. More is not better.
report-own-mind = Own mind
report-other-mind = Other's mind
report-as-guess = As a guess
report-as-sure = As sure
report-talked = How differences were talked through
report-replies = Replies
report-said-together = Said together
report-guesses-answered = Guesses answered
report-left-apart = { $file } is left out: somebody took back the consent that this report rests on.
report-methods = Methods
report-methods-about = Raters, versions, coverage, tolerance, lag, and the codes with their definitions.
report-statement = This page describes marks, not persons.
report-as-table = The same as a table
report-marked-by = Marked by
report-codebook = Codebook
report-watched = Watched
report-number = Marks
report-made = Made on
report-not-noted = not noted
report-recording = A recording
report-recording-of = Recording of { $day }
report-from-to = { $from } to { $to }
report-strength = strength { $strength } of 10
report-now = felt now, while watching
report-later = thought later
report-guess = a guess
report-went-well = What went well
report-in-words-of = In { $name }'s own words
report-last-sittings = From the end of sittings
report-taken-along = Taken along
report-compared = Next to what was expected
report-felt = How it was at the end
report-clips = Clips chosen for watching
report-clip = Clip
report-clip-good = something that went well
report-come-back-to = To come back to
report-overview = Over the recording
report-lanes = Marks along the recording
report-lanes-about = One lane for each person who marked, from the start to the end of the recording.
report-lanes-rated = One lane for each person who marked; below, how strong it was for { $name }, from 0 to 10, as rated by { $raters }, two seconds of reaction time taken off. Where nothing was rated there is no line.
report-sign-circle = state of mind
report-sign-down = hard to think
report-sign-up = came back, understood, helped
report-sign-square = what the therapist did
report-sign-hexagon = between people
report-sign-diamond = trigger, too much
report-sign-band = looked at together, step by step
report-sign-own = rated by themselves
report-sign-other = rated by another
report-when = When
report-who = Who marked
report-what = What
report-words = Words
report-value = Value
report-triggers = What set it off, and what was felt
report-triggers-about = Each trigger, and the feelings marked within 30 seconds from it. Order, not cause.
report-trigger = Trigger
report-felt-after = Felt after
report-none-marked = nothing marked
report-hard = Where it got hard, and the way back
report-hard-about = As each marked it. An open one was not marked as come back; that says nothing of how long it was.
report-lost = Onset
report-back = Came back
report-took = Time to recovery
report-open = open
report-mode-ended = its last mode ended { $time }
report-not-marked = not marked
report-seconds = { $seconds } s
report-modes = Modes, poles and good moments
report-lengths = How long each was marked
report-lengths-about = The length of all stretches with a code, by who marked them, the longest as the whole bar. Moments have no length and are not in it.
report-code = Code
report-length = Length
report-stretches = Stretches
report-only-by = Marked by { $name }, and not by the therapist
report-plan = For the next session
report-plan-about = One thing that went well to begin with; one moment to look at together; one question to ask.
report-my-question = The question
report-my-question-about = What is asked of supervision, in one or two sentences.
report-interventions = What the therapist did
report-interventions-about = Each intervention as it was marked, and when.
report-intervention = Intervention
report-times = Times
report-stops = Before and after stopping
report-stops-about = What was marked in the 30 seconds before and after each stop. Order, not cause.
report-before-stop = 30 s before
report-after-stop = 30 s after
report-lapses = Chances missed
report-section-stretch = { $from } to { $to }
report-clip-pack = Clips for supervision
report-feedback-notes = Notes
report-feedback-notes-about = What worked, where it can be seen; one thing to try next time.
report-the-recording = The recording
report-session-id = Id of the record
report-kind = Kind
report-parts = Files that follow each other
report-program = Made with
report-take = Take
report-kind-session = Therapy session
report-kind-role-play = Role-play
report-kind-tape = Training tape
report-kind-parent-child = Parent and child
report-kind-group = Group
report-kind-other = Other
report-raters = Who marked
report-raters-about = Marks for everyone, without replies and second versions. Live: a key was pressed while the recording played.
report-role = Role
report-live = Live
report-paused = Paused
report-edited = Edited
report-by-scribe = Typed by another
report-with-words = With words
report-joint = Joint marks, by several people together: { $number }.
report-coverage = What was watched
report-coverage-about = Where nothing was noted, measures take the whole recording as watched.
report-share = Share
report-percent = { $percent } %
report-passes = Passes
report-passes-of = { $passes }, at speed { $speeds }, { $company }
report-alone = alone
report-together = together
report-alone-and-together = alone and together
report-codebooks = Codebooks
report-codebooks-about = The version that each mark was made with, and the version on this computer.
report-not-here = not on this computer
report-id = Id
report-version = Version
report-version-here = Version here
report-placing = How times came about
report-lead = Reaction lead taken off live marks, scaled with the speed
report-no-live = no live marks
report-tolerance-live = Tolerance for matching where a mark is live
report-tolerance-paused = Tolerance for matching where all were paused
report-span-rule = Two stretches match
report-span-rule-is = where they share at least half of what they cover together, or both edges lie within the tolerance
report-precision = Times are kept
report-precision-is = in nanoseconds of stream time, with the number of the frame
report-millis = { $millis } ms
report-ratings = Ratings of strength
report-ratings-about = Kept as given. Read with a lag of { $lag } at natural speed taken off; gaps stay gaps.
report-about-whom = About
report-pass = Pass
report-input = Input
report-input-given = given afterwards
report-input-slider = dragged
report-input-keys = keys
report-input-wheel = wheel
report-input-mixed = several
report-samples = Samples
report-rounds = Marked alone, then opened together
report-rounds-about = Nobody saw another's marks of a round before it was opened.
report-round = Round
report-stretch = Stretch
report-state = State
report-whole-recording = the whole recording
report-sealed-open = being marked
report-sealed-committed = done, not opened
report-sealed-revealed = opened
report-sealed-withdrawn = taken back
report-numbers = How numbers are made
report-numbers-rules = Every measure is of one subject and one exclusive set of codes, over the stretches that all compared people watched. Moments stay out of measures of time. A time-based and an event-based measure stand together; below ten events coefficients are not shown.
report-numbers-repeat = Definitions, sources and worked examples are in measures.md, which comes with the program. The command mindframe agree repeats them on the same files, with intervals from blocks of one minute and a fixed seed.
report-numbers-not = Agreement of client and therapist is no goal and no score. What a person reports of themselves is never counted as what somebody else observed.
report-left-out = What is not in here
report-left-out-what = Marks that are not for everyone, marks about a risk, what others noted of a therapist's lapses, words of deleted marks, and names: people are named by the pseudonyms they chose.
report-codes = Codes that were used
report-codes-about = With the definitions of the codebook on this computer.
report-definition = Definition
report-used = Used by

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
agree-strengths = Strengths of the same moments, { $count } rated by both:
agree-strengths-few = Fewer than ten: numbers would say more than is known.
agree-icc-agreement = ICC(2,1), agreement
agree-icc-consistency = ICC(3,1), consistency
agree-weighted-linear = weighted kappa, by steps
agree-weighted-quadratic = weighted kappa, by squared steps
agree-tracks = Ratings along { $file }, at { $count } times, reaction lags of { $first } and { $other } taken off:
agree-concordance = concordance correlation
agree-pearson = Pearson’s correlation
agree-spearman = Spearman’s correlation
agree-rise-fall = rise and fall together
agree-far-apart = Furthest apart: { $list }
agree-far-apart-at = { $time } ({ $first } and { $other })
agree-curve = F1 by tolerance: { $list }
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
library-damaged = { $file } cannot be read: { $reason }
library-damaged-at = { $file } cannot be read: line { $line }, column { $column }: { $reason }
library-newer = { $file } was written by a newer version of Mindframe (file version { $version })
library-not-permitted = { $file } may not be read by this user
library-copy = { $file } is a copy that a sync program made; it is brought in when the recording is opened
library-closed = { $file } stays closed: somebody took back that it may be looked at. Nothing of it is read
export-no-research = { $file } is left out: somebody took back that it may be used for research
library-minutes = { $minutes } min
library-hours = { $hours } h { $minutes } min
library-none = There are no recordings with marks in this folder.
library-folder-unread = A folder within it cannot be read: { $reason }
library-marks = { $marks ->
    [one] one mark
   *[other] { $marks } marks
}
library-recordings = { $recordings ->
    [one] one recording
   *[other] { $recordings } recordings
}
library-row = { $date }  { $name } ({ $kind }, { $length }, { $marks }: { $people })
library-not-there = The recording is no longer there.
library-found-mark = { $time }  { $who }: { $codes }  “{ $words }”
library-found-code = { $time }  { $who }: { $codes }
library-more = and { $count } more
library-sum = { $recordings }, { $length }, { $marks }
library-sum-found = { $marks } in { $recordings }
export-written = { $recordings }, { $marks }, in { $folder }
export-not-anonymous = Names, words and times can tell who somebody is: these tables are not anonymous.
library-title = Library
library-close = Leave the library
library-other-folder = Another folder…
library-facts = { $date }, { $kind }, { $length }, { $marks }: { $people }
library-mark-spoken = { $time }, { $who }: { $codes } { $words }
library-no-words = without words
library-show-more = { $count ->
    [one] One more
   *[other] { $count } more
}
library-reading = { $of ->
    [0] Looking through the folders…
   *[other] Reading { $done } of { $of }…
}
library-stop = Stop reading
library-nothing-found = Nothing like that was found.
library-find = Words of a mark, a title, a name
library-any-code = any code
library-anyone = anyone
library-code = Code
library-person = Person
library-from = From this day
library-to = Until this day
library-date-form = yyyy-mm-dd
library-all = Show all
library-missing = { $count ->
    [one] One recording is no longer where its marks are.
   *[other] { $count } recordings are no longer where their marks are.
}
library-find-moved = Find them in a folder…
library-looking = Looking for them…
library-moved-found = { $found } of { $of } were found in { $folder }, by their content.
library-move-marks = Put their marks beside them
library-leave-marks = Leave everything as it is
library-move-failed = Not all marks could be moved. Those lie where they were.
library-faults = { $count ->
    [one] One file could not be read, or stays closed; everything else is here.
   *[other] { $count } files could not be read, or stay closed; everything else is here.
}
library-faults-show = Which?
library-faults-hide = Hide them
action-library = Library…
start-library = Library…
folder-library = Choose a folder of recordings
folder-moved = Choose the folder to look in
beside-title = Side by side
beside-back = Back to the list
beside-reading = Reading the recordings…
beside-nothing = Nobody has marked episodes or modes here that could stand side by side.
beside-this-folder = This folder
beside-rate = Episodes in 10 min of what was watched
beside-share = Share of what was watched with any mode, in %
beside-time = Time until back, in s (the one in the middle)
beside-highest = Highest rated, 0 to 10
beside-triggers = Episodes with a trigger before them
beside-ruptures = Ruptures marked
beside-repairs = Ruptures with a repair marked after them
beside-signs-about = A trigger is one marked in the half minute before. Only sessions in which it was looked for, or rated for at least half of the recording, have a point. Where there is none, it may have been there all the same.
beside-curve = Still open after so many seconds, in %
beside-point = { $date }, { $file }: { $value }
beside-moments = Episodes that came back
beside-moment = { $file } from { $time }, back after { $after }
beside-apart = Apart: { $file }, { $reason }
beside-provenance = Marked by { $author }; { $books }; watched { $watched } of { $length }; { $episodes ->
    [one] one episode
   *[other] { $episodes } episodes
}
progress-warning = This describes marks, not persons. Marks depend on who watched, with which codes, and how long. No measure made of marks has been shown to tell whether somebody is getting better.
progress-case = { $case } { $recordings }
progress-series = { $author } about { $subject }: { $comparable } of { $all } comparable
progress-standing = { $date }  { $file }: watched { $watched } ({ $coverage } %), { $episodes ->
    [0] no episodes
    [one] one episode
   *[other] { $episodes } episodes
}
progress-times = { "," } back after { $median } ({ $shortest } to { $longest })
progress-highest = { "," } highest rated { $value } at { $time }
progress-triggers = { "," } { $count } of { $all } with a trigger in the half minute before
progress-ruptures = { "," } { $count ->
    [one] one rupture
   *[other] { $count } ruptures
}, { $repaired } with a repair after
progress-apart = { "," } apart: { $reason }
progress-apart-kind = another kind of recording
progress-apart-codebook = another codebook or version
progress-apart-watched = less than half of it was watched
progress-apart-length = its length is not known
progress-no-line = { $comparable ->
    [0] No session can be compared. A line is drawn from { $fewest } on.
    [one] One session alone can be compared. A line is drawn from { $fewest } on.
   *[other] { $comparable } sessions can be compared. A line is drawn from { $fewest } on.
}
progress-no-curve = Fewer than { $fewest } episodes: they are listed, and no curve is drawn.
progress-curve = { $recovered } of { $all } came back; half by { $half }
progress-no-half = longer than was seen
progress-curve-caveat = Open ones count for as long as they were seen. Stopping may itself have to do with how hard it was.
progress-open = open: { $file } from { $time }
progress-helped = helped, says { $name } at { $time }: “{ $words }”
progress-views = { $name }: { $own } about their own mind, { $other } about another’s ({ $guesses } as a guess, { $sure } as sure)
progress-talked = Seen differently, and talked through: { $replies } replies, { $together } said together, { $answered } guesses answered
learning-title = Learning to see
learning-about = What one person who learns made of tape after tape. Of one at a time, for them and whoever teaches them.
learning-caution = A number says how near these marks lie to what these raters agreed on, on this tape. Tapes are not equally hard. It is no grade, and no reason to put people in an order.
learning-of = { $name }: { $count ->
    [one] one tape
   *[other] { $count } tapes
}
learning-tape = { $date }  { $tape }: { $shared } seen by both, { $otherwise } by another name, { $missed } missed, { $extra } extra; { $open ->
    [one] one open place
   *[other] { $open } open places
}
learning-rules = { $raters } raters, within { $seconds } s, { $book }
learning-number = F1 { $f1 } over { $n } moments; { $part } with half credit where the code differs inside one group
learning-interval = { $f1 } (95 % of { $low } to { $high })
learning-no-interval = { $f1 } (no interval: { $why })
learning-few = { $n } moments: below { $fewest } there is no number
learning-not-noted = when they were done is not noted here, so what they marked later counts, too
learning-apart = apart: { $reason }
learning-apart-codebook = another codebook or version
learning-apart-tolerance = another distance counts as the same moment
learning-picture = F1 from 0 to 1, tape by tape; hollow: with half credit for another name
learning-point = { $date }, { $tape }: F1 { $f1 } ({ $part } with half credit), { $n } moments
learning-no-line = { $count ->
    [0] No tape has a number. A line is drawn from { $fewest } on.
    [one] One tape has a number. A line is drawn from { $fewest } on.
   *[other] { $count } tapes have a number. A line is drawn from { $fewest } on.
}
learning-look-again = Moments to look at again
learning-missed = { $tape } { $time }: only the raters
learning-extra = { $tape } { $time }: only { $name }
learning-otherwise = { $tape } { $time }: another name
learning-nobody = Nobody called { $name } practised on a tape here that is open.
progress-seconds = { $seconds } s
progress-minutes = { $minutes } min { $seconds } s
library-no-date = no date
library-bad-date = “{ $text }” is not a day. Write it like 2026-03-09.
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
start-reset-training = Reset training tape
start-training = Practise on the training tape
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
change-zones = where zones begin
change-review = this sitting
change-playlist = what to watch
change-consent = consent
change-readers = who may read a mark
change-sealed = marking alone
change-judgement = answer to a guess
change-looked-again = mark kept as it is
change-consensus = what was decided about a place
change-practice = practice
change-rating-sheet = a supervision rating
change-clip-pack = the sections for supervision
change-import = import
## Timeline
timeline-name = Timeline
timeline-playhead = Playhead { $time }
timeline-experts = Experts
timeline-learner = Learner { $number }
timeline-class-mark = { $label }, { $who }, { $time }
timeline-class-several = { $who }: { $time }
timeline-together = Together
timeline-lane-of = Lane of { $name }
timeline-lane = { $count ->
    [one] Lane of { $name }, one mark
   *[other] Lane of { $name }, { $count } marks
}
timeline-strength = Strength
timeline-strengths = Strength: { $said }
timeline-episode = Looked at again, { $time }, { $about }: play it
timeline-rated = { $name } about { $about }
timeline-rated-own = { $name } about themselves
timeline-rated-pass = { $who }, pass { $pass }
timeline-strength-at = { $value } · { $words }
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
library-folder-unreadable = This folder could not be read. { $reason } Look whether it is there and may be read, then try again.
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
rating-between = between { $low } and { $high }
rating-zones = Zones
rating-peaks = Peaks
peaks-clip = { $name }, up to { $value }
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
erase-out-of-reach = The recording itself stays. Copies elsewhere are out of reach: packages and exports that were given out, still pictures, backups, other computers, what a sync service keeps.
## Rating frames

frames-folder = Your team's own frames are files ending in .ron in { $folder }
frames-row = { $id } { $version }: { $title }, { $items ->
    [one] 1 item
   *[other] { $items } items
  }, { $scales }{ $own ->
    [yes] , your team's own
   *[other] { "" }
  }
frames-blank = { $id } { $version }: { $title }, blank: number its items from your own copy{ $own ->
    [yes] , your team's own
   *[other] { "" }
  }
frames-scale = { $title } { $low } to { $high }
frames-file = This file could not be read. { $reason } Look whether it is there and may be read, then try again.
frames-broken = This is not written as a frame is: { $reason }. Compare the line with a frame that works, and mend it there.
frames-format = This is no rating frame: its format is “{ $found }”. Write format: "mindframe-frame" if it is meant as one.
frames-newer = This frame was made for a newer version (layout { $layout }; this version knows { $known }). It was left as it is: open it with that version.
frames-empty = { $name } is empty. Write something there.
frames-scale-twice = Two scales have the id “{ $id }”. Give each its own.
frames-range = The lowest value of the scale “{ $id }” is not below its highest. Change low or high.
frames-item-twice = Two items have the number { $number }. Give each its own.
frames-unknown-scale = Item { $number } names the scale “{ $scale }”, which this frame does not have. Add that scale, or name one that is there.
frames-no-scale = There are items and no scale to rate them on. Add a scale with id, title, low and high.

## Insight

insight = What marks show
insight-back = Back to the recording
insight-play = Play
insight-pause = Pause
insight-by = Marked by { $name }
insight-waits = Being worked out…
insight-episodes = Episodes
insight-modes = Modes
insight-balance = Balance
insight-strength = Strength
insight-before = Before it got hard
insight-after = What followed
insight-agreement = Agreement
insight-watched = { $part } of { $length } watched
insight-all-watched = { $length }, counted as watched: nothing was noted
insight-marks = { $count ->
    [one] 1 mark
   *[other] { $count } marks
}
insight-not-persons = Describes marks, not persons
insight-picture = { $page }, drawn: { $summary } The list below says the same.
insight-picture-before = Onsets by what set them off and what was felt, drawn. The list below says the same.
insight-picture-after = What followed, drawn, each with a line where it lies after any moment. The list below says the same.
insight-choose = Choose a bar, a point or a line to see the moments behind it.
insight-moments = the moments
insight-no-moments = No moment stands behind this.
insight-this-stretch = The stretch itself
insight-hear = Hear { $what }
insight-no-episodes = No onset and no mode is marked about them.
insight-episodes-said = { $count ->
    [one] One episode
   *[other] { $count } episodes
}. { $recovered ->
    [one] One has a return marked, after { $median }.
   *[other] { $recovered } have a return marked: after { $shortest } to { $longest }, half of them within { $median }.
}
insight-episodes-no-return = { $count ->
    [one] One episode, with no return marked.
   *[other] { $count } episodes, with no return marked.
}
insight-episodes-hint = From where it got hard to think to where it came back. A ring is one with no end marked; how long it was is not known.
insight-hard-from = Hard to think from { $time }
insight-came-back = came back at { $time }, after { $after }
insight-mode-ended = the mode ended at { $time }; no return marked
insight-open = no return marked
insight-no-modes = No mode is marked about them.
insight-modes-said = Modes were marked for { $time }: { $part } of what was watched.
insight-modes-hint = Each bar is a part of the time with any mode. Where two were at once, they add up to more than all of it.
insight-mode-share = { $time }, { $part } of the time with a mode, { $watched } of what was watched
insight-instants = { $count ->
    [one] one moment without a length
   *[other] { $count } moments without a length
}
insight-no-balance = No pole of a dimension is marked about them.
insight-balance-said = Between the poles of each dimension, by how long each was marked. Neither end is better.
insight-balance-few = A bar needs at least a minute of both poles together.
insight-left-pole = ◂ the first
insight-right-pole = the second ▸
insight-pole = { $time }; { $other } { $against }; { $switches ->
    [0] no change between them
    [one] one change between them
   *[other] { $switches } changes between them
}
insight-no-strength = Nobody rated how strong it was for them while watching.
insight-strength-said = How strong it was, as it was rated while watching, and what was done about it.
insight-strength-hint = A diamond is something that was done about it; an upright line is where it got hard to think. The level there is the mean of ten seconds before: where it tends to get hard, no threshold.
insight-curve = { $name }, pass { $pass }
insight-curve-said = mean { $mean }, highest { $peak } at { $time }; { $rated } rated
insight-at = { $time } { $what }
insight-strategy = something done about it
insight-level = strength before it: { $levels }
insight-no-level = not rated there
insight-before-title = The half minute before each onset
insight-before-hint = By what set it off and what was felt, as it was marked in that half minute. A larger point stands for more onsets.
insight-before-said = { $trigger }; { $feeling }
insight-no-trigger = no trigger marked
insight-no-feeling = no feeling marked
insight-clips-all = { $count ->
    [one] Put it into the clips
   *[other] Put all { $count } into the clips
}
insight-clips-one = Put this one into the clips
insight-clip = Before { $time }
insight-no-interventions = No intervention is marked.
insight-after-title = What was marked in the minute after an intervention. Order, not cause.
insight-after-hint = The upright line is how often the same follows any moment at all. Several things can follow one intervention.
insight-after-few = Fewer than { $fewest }: each stands as it was. How often it follows cannot be said of so few.
insight-once = Once, at { $time }: { $what }
insight-then = { $what } after { $after }
insight-after-seconds = { $seconds } s
insight-cut-short = { $count ->
    [one] One is left out: the minute after it was not watched to its end.
   *[other] { $count } are left out: the minute after them was not watched to its end.
}
insight-after-all = All interventions
insight-after-choice = { $name } · { $count }
insight-what-mentalizing = Good mentalizing
insight-what-recovery = It came back
insight-what-harder = It got hard, or a mode began
insight-what-nothing = None of these
insight-outcome = { $count } of { $of }; after any moment { $base }
insight-outcome-no-base = { $count } of { $of }; no whole minute was watched
insight-agree-takes-two = It takes two people who look on and have marked something: therapists, supervisors, trainees, raters. What a client marks is their own word; agreement with it is no goal, and is not measured.
insight-agree-choose = Choose two or more.
insight-agree-open = Choose a number to see what it is, how it is worked out, and the moments that it rests on.
insight-agree-first = To be found: marks of { $name }
insight-agree-set = Codes: { $set }
insight-agree-no-codes = no codes
insight-agree-choice = { $set } · { $count }
insight-within = within { $seconds } s
insight-unit = units of { $seconds } s
insight-range-all = all that both watched
insight-range = { $from } to { $to }
insight-range-hint = Loop from A to B in the player for a stretch.
insight-only = Only { $code }
insight-pair = { $first } and { $other }
insight-watched-by-both = both watched { $common } of { $length }
insight-moments-counted = { $count } moments
insight-outside = { $count } outside of what both watched
insight-books-differ = made with different codebooks: codes may have changed their meaning
insight-few = Fewer than ten moments: numbers would say more than is known. The moments stand at the right.
insight-events = Moments
insight-time = Time
insight-units-counted = { $units } units of { $seconds } s
insight-hits = { $count } by both
insight-only-by = { $count } by { $name } only
insight-drawing = Intervals: { $done } of { $rounds } rounds
insight-stop = Stop
insight-stopped = Stopped before the intervals were there.
insight-undefined = not defined: { $why }
insight-precision = Precision
insight-recall = Recall
insight-onset = Beginnings apart
insight-kappa = Kappa of the names
insight-modified = Modified kappa
insight-unit-kappa = Kappa by time unit
insight-overlap = Overlap of stretches
insight-fleiss = Fleiss’ kappa, all
insight-alpha = Alpha by time unit, all
insight-alpha-u = Alpha for stretches, all
insight-weighted-linear = Weighted kappa, by steps
insight-weighted-square = Weighted kappa, squared
insight-icc-agreement = ICC(2,1), agreement
insight-icc-consistency = ICC(3,1), consistency
insight-pearson = Pearson’s r
insight-spearman = Spearman’s rho
insight-concordance = Concordance
insight-rise-fall = Rise and fall together
insight-table = What one called what the other called otherwise
insight-table-said = rows { $first }, columns { $other }
insight-intervals = What stands in brackets
insight-intervals-said = how far a number would move with other stretches like these
insight-nil = not marked
insight-cell = { $first }: { $one }; { $other }: { $two }; { $count }
insight-strengths = Strengths of the same moments
insight-strengths-counted = { $count } rated by both
insight-strengths-few = { $count } rated by both: too few for numbers
insight-tracks = Ratings along the recording
insight-tracks-counted = at { $count } times
insight-curve-title = F1 by how near counts as the same moment
insight-curve-spoken = F1 at each tolerance: { $list }
insight-behind-moments = The moments it rests on
insight-behind-stretches = The stretches it rests on
insight-behind-hits = Marked by both
insight-behind-only = Marked by one only
insight-behind-cell = The moments of this cell
insight-behind-tracks = Both as a whole are under Strength.
insight-behind-tracks-none = The two ratings lie less than a step apart everywhere.
insight-far-apart = { $first } { $one }, { $other } { $two }
insight-far-apart-title = Where they lie furthest apart
insight-example = Example: { $text }
insight-source = Source: { $text }

## Learning to see: consensus, tape, practice

training = Training
training-tape = Training tape
training-consensus = Where raters agree
training-takes-two = Two people who look on, each with marks of their own, are needed. Let them mark alone and open together first.
training-consensus-about = Place by place you decide whether the raters mean the same. What stays open is worth as much: experts differ there too.
training-how-near = Marks of one moment lie at most so far apart
training-seconds = { $seconds } s
training-begin = Find where they agree
training-client-here = Training waits until the client has left.
training-shipped = The training tape
training-shipped-about = Five minutes late, coded by three raters. Code it yourself, or see how they came to agree.
training-shipped-practise = Practise on it
training-shipped-raters = See the raters' marks
training-rounds = How it is worked out
training-one-round = At once
training-two-rounds = In two rounds
training-two-rounds-about = First you agree on which moments there are, then each says alone what these are called.
training-round-moments = First of two rounds: which moments are there? What they are called comes later.
training-round-names = Second of two rounds: what are the agreed moments called?
training-same-moment = A moment
training-moment = A moment
training-no-name = No name yet
training-moments-agreed = You agree on the moments. Now each of you says alone what they are called.
training-no-moments = Every place is decided, and none of them is a moment for all of you.
training-to-names = Go on to the names
training-names-wait = Second of two rounds: each says alone what the moments are called. Still waiting for { $names }.
training-names-show = Show what I said
training-names-go-on = Go on with my own
training-names-closed = What { $name } says is for { $name } alone until it is shown. It needs their passphrase.
training-naming = What is it called?
training-naming-about = You agreed on these moments. Say for each what you see there. Nobody else sees it before all have said theirs.
training-naming-how = A key or button for a code says what it is.
training-naming-words = In your own words
training-take-name = Take { $what } away
training-next-moment = Next moment
training-named-count = { $count } of { $of } have a name
training-naming-done-hint = What you cannot tell stays without a name.
training-naming-done = I have said mine
training-of = { $names } · within { $seconds } s
training-next-place = Next place
training-next-difference = Next disagreement
training-from-first = From the first one again
training-keep-alike = { $count ->
    [one] Keep the one that all call the same
   *[other] Keep the { $count } that all call the same
}
training-keep-marked = { $count ->
    [one] Keep the one that all marked
   *[other] Keep the { $count } that all marked
}
training-all-decided = Every place is decided.
training-to-decide = To decide
training-settled = Agreed
training-open-places = Open places
training-open-place = An open place
training-dropped = Dropped
training-agreed = { $count } of { $of }
training-join = Bring together with “{ $what }” at { $time }
training-why = Why, or what was said about it
training-why-first = A place is dropped with a reason: nothing that somebody saw goes without a word.
training-same = Same
training-merge = Merge
training-keep-open = Keep open
training-drop = Drop
training-again = Decide again
training-own-words = Own words
training-expert = Expert { $number }
training-silent = Nothing here: { $names }
training-class = Class round
training-class-about = { $count } have marked it. Nobody is named: only how many marked a place.
training-class-take = Take in a folder of packages…
training-class-taking = The packages are being taken in…
training-class-taken = { $count ->
    [0] No package was taken in.
    [one] One package was taken in.
   *[other] { $count } packages were taken in.
}
training-class-refused = { $name }: { $why }
training-class-lanes = A lane for each, without names
training-next-disputed = Next most disputed place
training-only-class = { $count }, not the experts
training-seen-differently = Seen differently by those who practised
training-take-up = Take it up as an open place
training-taken-up = Taken up
training-make = Training tape of it
training-making = The tape is being made…
training-nothing-decided = Decide about a place first.
training-still-waiting = { $count ->
    [one] One place still waits; it will not be on the tape.
   *[other] { $count } places still wait; they will not be on the tape.
}
training-title = What the tape is called
training-once = Once through
training-only-clips = Only the chosen clips
training-shuffled = In an order drawn for each
training-names = With the raters' names
training-quiet-after = Quiet after each clip
training-no-quiet = None
training-word = Open word
training-word-about = You tell it once all are done. At least { $count } letters; how it is written does not count.
training-make-button = Make the tape
training-made = The tape is ready. It holds the rules and what was agreed on behind the open word, and none of the raters' marks.
training-made-before = There is a tape from before the newest change. Make it again to have that in it.
training-with-recording = With the recording
training-hand-out = Make a training package
training-handed = It lies here: { $path }
training-answers-here = The raters' own marks lie in this record, so nobody can practise on it here. Hand the tape out as a package instead.
training-waiting = { $count ->
    [one] One expert has coded this tape. What they saw stays closed until you are done.
   *[other] { $count } experts have coded this tape, each alone. What they agreed on stays closed until you are done.
}
training-rule-free = Watch it as often as you like.
training-rule-once = Once through: pause as you like, there is no going back.
training-rule-clips = { $count ->
    [one] One clip; within it you may go back.
   *[other] { $count } clips, one after the other.
}
training-rule-clips-once = { $count ->
    [one] One clip, once through.
   *[other] { $count } clips, each once through.
}
training-rule-shuffled = They come in an order drawn for you.
training-rule-quiet = { $seconds } s of quiet after each clip.
training-rule-tolerance = Up to { $seconds } s apart counts as the same moment. That was fixed beforehand.
training-no-codebook = not here
training-other-codebook = The tape was made with codebook version { $theirs }; here it is { $ours }. A code may mean something else.
training-practise = Practise on this tape
training-trainee = Trainee
training-marking = Mark what you see. There are no wrong marks, only moments to talk about.
training-clip = Clip { $at } of { $of }
training-quiet = Quiet for { $seconds } s
training-go-on = Go on
training-next-clip = Next clip
training-clip-again = Watch the last clip again
training-all-watched = You have watched it. Add what is still on your mind.
training-done-hint = Once you are done, what you mark later is not compared.
training-done = I am done
training-closed = You are done. Your trainer tells the open word once everybody is.
training-closed-own = You are done. Now see where three experts stood.
training-open-own = See where they stood
training-open = Open
training-opening = Opening…
training-word-wrong = That is another word. Ask your trainer how it goes.
training-word-damaged = What the word should open is damaged. Ask your trainer for the tape again.
training-compare = You and the experts
training-no-difference = You and the experts marked the same moments.
training-shared = You both saw this
training-otherwise = Same moment, another name
training-missed = Only the experts
training-extra = Only you
training-none-shared = No moment in common yet.
training-none-otherwise = Nothing under another name.
training-none-missed = Nothing that only they marked.
training-none-extra = Nothing that only you marked.
training-none-open = No open places on this tape.
training-show-all = All { $count }
training-you = You
training-raters = Experts
training-raters-agreed = Experts, { $count } of { $of }
training-raters-differ = Experts differ here too
training-not-marked = Not marked
training-who-stood-where = Who stood where
training-reason = Why it stays open: { $reason }
training-play = Play this moment
training-differ = I see it differently, because…
training-differ-keep = Keep it for my trainer
training-differ-back = Take it back
training-differ-kept = Kept. Your trainer can take it up.
training-marks-not-persons = This describes marks, not persons.

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
footer-more = More ways to look

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
clips-team = for the team
clips-for-team = Only for the team
clips-for-team-hint = It is not there while a client can see the screen
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
consent-locked-review = The recording is closed for everyone.
consent-locked-supervision = No supervision begins with it.
consent-locked-training = No training begins with it.
consent-locked-research = It is left out of tables.
consent-locked-group = Who is in the room cannot be known here: please keep to it.
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
erase-looking = Looking up what would go…
erase-goes-on = One person's part of the recording is being erased.
erase-goes-on-next = The recording opens again when it is done.
erase-all-done = What was to be erased is erased for good.
erase-part-done = It is erased, but { $files ->
        [one] one file
       *[other] { $files } files
    } could not be erased or looked into.
erase-done-next = Consent and keeping (Shift+F7) says what went and what is left.
erase-waits = The day has come to erase what rests on consent that was taken back, and marks made together with others would go too.
erase-waits-next = Nothing goes by itself. Look at what would go in Consent and keeping (Shift+F7).
consent-keep-longer = Keep { $weeks } weeks longer: { $purpose }
consent-keep-longer-short = Keep { $weeks } weeks longer
erase-look = What would go if { $name }'s part were erased?
erase-now = Erase { $name }'s part for good

## Rating for supervision
action-supervision = Supervision: rate with a frame
supervision-tab = Rating
supervision-not-now = This is not shown while a client can see the screen, or while somebody marks alone.
supervision-sections = What is looked at
supervision-sections-none = Choose sections beforehand: three of 15 minutes, or one short section with a question.
supervision-section = Section { $number }: { $from } to { $to }
supervision-section-remove = Take section { $number } away
supervision-quarter = 15 minutes from here
supervision-quarter-hint = { $usual } such sections are usual
supervision-short = A short section
supervision-short-hint = The stretch from A to B, or that of the selected mark, or four minutes from here
supervision-question = What would you like to know?
supervision-question-hint = A question to whoever looks at it
supervision-begin-title = Rate with a frame
supervision-about = Each rates for themselves. Nobody sees what another gave before all are done and have shared their own. Nothing is added up.
supervision-frame = With which frame
supervision-blank = This frame has no items: number them from your own copy of the instrument first. mindframe frames says where the file belongs.
supervision-who = Who rates
supervision-who-about = Each with their own passphrase. Whoever rates is chosen at the top, as for marks.
supervision-whose = Whose work
supervision-whose-name = { $name }'s work
supervision-begin = Begin
supervision-back = Back
supervision-anew = Begin another…
supervision-rounds = All of them
supervision-round = { $frame }: { $names }
supervision-work-of = { $name }'s work
supervision-rater = { $name }: { $far }
supervision-rater-self = { $name }, of their own work: { $far }
supervision-rates = rates
supervision-done = done
supervision-shared = shared
supervision-leave-out = Leave { $name } out
supervision-no-rater = { $name } does not rate here. Whoever rates is chosen at the top.
supervision-closed = What { $name } gives is for { $name } alone until it is shared. It needs their passphrase.
supervision-set-passphrase = Set a passphrase…
supervision-open = Open with the passphrase…
supervision-opening = What was given before is being read…
supervision-changed = Something was changed since you were done.
supervision-i-am-done = I am done
supervision-waiting = You are done. Once the others are, too, everybody can share.
supervision-go-on = Go on rating
supervision-may-share = All are done. Share what you gave, and see what the others share. It cannot be taken back.
supervision-share = Share mine
supervision-shared-wait = You have shared. What others share appears here.
supervision-no-frame = The frame { $frame } is not on this computer. mindframe frames says where its file belongs.
supervision-other-version = The frame was changed since this was begun.
supervision-only-you = Only you see this until you share it. Leave free what you cannot tell.
supervision-item = Item { $number }
supervision-item-named = { $number } · { $name }
supervision-value = Item { $number }, { $scale }: { $value }
supervision-not-applicable = did not come up
supervision-note = Words about item { $number }
supervision-note-hint = In words
supervision-link = + the selected mark
supervision-link-item = The selected mark shows item { $number }
supervision-link-hint = Select a mark in the list or on the timeline
supervision-moment = { $time } { $label }
supervision-moment-by = { $time } { $label } · { $name }
supervision-unlink = No longer: { $moment }
supervision-left-open = { $count ->
    [one] One value is left free. That is fine.
   *[other] { $count } values are left free. That is fine.
}
supervision-given = What was given
supervision-differ = Seen differently, to talk about
supervision-differ-none = Nothing was seen differently.
supervision-alike = Seen alike
supervision-on-scale = { $item } · { $scale }
supervision-gave = { $name }: { $value }
supervision-gave-self = { $name }, of their own work: { $value }
supervision-gave-note = { $gave } · “{ $note }”
supervision-nothing-given = nothing given
supervision-after-another = { $name } was done only after somebody had shared.
supervision-kept-changed = What { $name } shared is not what they were done with.
supervision-agreement = How far you agree
supervision-too-few = { $scale }: { $items ->
    [0] no item has
    [one] one item has
   *[other] { $items } items have
} a value from everybody. With fewer than { $enough } there is no number: look at the items.
supervision-icc = { $scale }: ICC(2,1), absolute agreement { $agreement }; ICC(3,1), consistency { $consistency }; over { $items } items.
supervision-agreement-about = It says how alike the raters are, not how well anybody works. docs/measures.md defines it.
