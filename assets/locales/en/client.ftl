### Words that a client sees: short sentences, plain words, nothing clinical.

client-turn = { $name }'s turn
client-turn-change = Whose turn?
client-about-me = about me
client-about-other = about { $name }
client-about-us = about us
client-about-group = about the group
client-about-change = Who is it about?
client-then = how it was then
client-now = how it is now
client-later = how I see it now
client-tense-change = Then or now?
client-audience = everyone here sees this
client-audience-more = Everyone who opens this recording can read your marks.
client-enough = Enough for today
client-sound-off = Turn the sound off
client-sound-on = Turn the sound on

client-go-on = Go on
client-pause = Pause
client-pause-all = Pause the recording
client-back-five = Back 5 s
client-place = { $at } of { $length }
client-progress = Place in the recording
client-running = Press again when it ends
client-come-back = Come back to this

client-waiting = One moment. The recording is on its way.
client-look-only = You can look at these marks. They cannot be changed here.
client-hint-press = Press a button when you notice something.
client-hint-stop = You can stop at any time.
client-last-mark = Your last mark
client-mark-at = at { $time }
client-take-back = Take it back
client-saved = Saved
client-saving = Saving…
client-not-saved = Not saved yet

follow-up-strength = How strong?
follow-up-words = In your own words
follow-up-words-open = Say it in your own words
follow-up-who = Who?
follow-up-who-me = me
follow-up-who-us = us
follow-up-who-group = the group
follow-up-sureness = How sure are you?
follow-up-guess = a guess
follow-up-fairly = fairly sure
follow-up-sure = sure
follow-up-done = Done
follow-up-not-now = Not now
follow-up-enough-words = You don't have to pick anything. Your own words are enough.

room-question = Was it too much then, or is it too much now?
room-then = It was too much then
room-now = It is too much now
room-plan = Our plan
room-no-plan = It is fine to stop here. Take all the time you need.
room-carry-on = Carry on
room-close = Close
room-safe = Your work is safe.
room-saving = Your work is being saved.
room-not-safe = Some of it is not saved yet. We keep it here.
