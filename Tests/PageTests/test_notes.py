"""Notes: drawing, moving, deleting, timing, two tabs on one song, a change that comes too late."""
from itertools import pairwise

import pytest
from waiting import shows, until


class Notes:
    """The open piano roll and what the server has of the part."""

    def __init__(self, page, studio, song, part):
        self.page, self.studio, self.song, self.part = page, studio, song, part

    @property
    def rows(self):
        """The part's notes: onset, duration, pitch, velocity, articulation."""
        return self.studio.get(f"/api/projects/{self.song}/notes")["parts"][self.part]

    def place(self, beat, pitch):
        """Where a beat and a pitch are on screen, scrolled to if need be."""
        return self.page.evaluate("""([beat, pitch]) => {
            const { surface } = etudeTest.roll;
            surface.reveal({ onset: beat, duration: 1, pitch });
            surface.draw();
            const box = surface.stage.getBoundingClientRect();
            return [box.left + surface.view.x(beat),
              box.top + surface.view.y(pitch) + surface.view.rows.height / 2];
        }""", [beat, pitch])

    def drag(self, start, end):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=6)
        self.page.mouse.up()

    def has(self, **wanted):
        """The notes with these onset, duration, pitch or velocity."""
        names = ("onset", "duration", "pitch", "velocity")
        return [row for row in self.rows if all(
            abs(row[names.index(name)] - value) < 1e-6 for name, value in wanted.items())]


@pytest.fixture
def notes(go, studio, song):
    one = song("jazz")
    page = go(one, "notes", "comp")
    shows(page, "!!etudeTest.roll")
    page.locator(".roll-scroller").wait_for()
    return Notes(page, studio, one, "comp")


def a_free_place(notes):
    """A beat within the first bar and a pitch that the part never plays."""
    taken = {row[2] for row in notes.rows}
    return 1.0, next(pitch for pitch in range(72, 100) if {pitch, pitch + 1}.isdisjoint(taken))


def test_a_note_is_drawn_moved_stretched_and_deleted(notes):
    beat, pitch = a_free_place(notes)
    before = notes.rows
    notes.page.keyboard.press("b")
    x, y = notes.place(beat, pitch)
    step = notes.page.evaluate("etudeTest.roll.surface.view.pixelsPerBeat")
    notes.drag((x + 3, y), (x + step - 3, y))
    until(lambda: notes.has(onset=beat, pitch=pitch))
    assert len(notes.rows) == len(before) + 1
    notes.page.keyboard.press("v")
    drawn = notes.has(onset=beat, pitch=pitch)[0]
    middle = x + drawn[1] * step / 2
    notes.drag((middle, y), (middle + step, y))
    until(lambda: notes.has(onset=beat + 1, pitch=pitch))
    shows(notes.page, "etudeTest.context.store.project.isSaved")
    end = x + step + drawn[1] * step - 3
    notes.drag((end, y), (end + step, y))
    until(lambda: notes.has(onset=beat + 1, pitch=pitch, duration=drawn[1] + 1))
    notes.page.keyboard.press("Delete")
    until(lambda: notes.rows == before)


def test_the_keyboard_alone_writes_moves_and_deletes(notes):
    before = notes.rows
    page = notes.page
    page.locator(".roll-scroller").focus()
    page.keyboard.press("Home")
    page.evaluate("etudeTest.roll.editor.moveCursor(0, 84)")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(lambda: len(notes.rows) == len(before) + 1)
    added = next(row for row in notes.rows if row not in before)
    shows(page, "etudeTest.roll.editor.current.length === 1")
    page.keyboard.press("ArrowUp")
    until(lambda: notes.has(onset=added[0], pitch=added[2] + 1))
    page.keyboard.press("Alt+ArrowUp")
    until(lambda: notes.has(onset=added[0], pitch=added[2] + 1, velocity=added[3] + 5))
    page.keyboard.press("Shift+ArrowRight")
    until(lambda: [row for row in notes.has(onset=added[0], pitch=added[2] + 1)
                   if row[1] > added[1]])
    page.keyboard.press("Delete")
    until(lambda: notes.rows == before)
    text = page.locator("#roll-status").inner_text()
    assert "notes" in text


def test_everything_is_chosen_moved_copied_and_taken_back(notes):
    page, before = notes.page, notes.rows
    page.locator(".roll-scroller").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("ArrowUp")
    until(lambda: [row[2] for row in notes.rows] == [row[2] + 1 for row in before])
    shows(page, "etudeTest.context.store.project.isSaved")
    page.keyboard.press("Control+z")
    until(lambda: notes.rows == before)
    shows(page, """etudeTest.context.store.project.document.canRedo
        && etudeTest.context.store.project.isSaved""")
    page.keyboard.press("Control+Shift+z")
    until(lambda: notes.rows != before)
    shows(page, "etudeTest.context.store.project.isSaved")
    page.keyboard.press("Control+z")
    until(lambda: notes.rows == before)
    shows(page, """rows => JSON.stringify(etudeTest.context.store.project.notes.parts.comp)
        === JSON.stringify(rows)""", before)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    until(lambda: notes.rows == [])
    shows(page, "etudeTest.context.store.project.isSaved")
    page.keyboard.press("Control+z")
    until(lambda: notes.rows == before)


def test_notes_are_copied_and_pasted(notes):
    page, before = notes.page, notes.rows
    page.locator(".roll-scroller").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    shows(page, "etudeTest.roll.editor.current.length === 1")
    page.keyboard.press("Control+d")
    until(lambda: len(notes.rows) == len(before) + 1)
    shows(page, "etudeTest.context.store.project.isSaved")
    page.keyboard.press("Control+z")
    until(lambda: notes.rows == before)


def test_quantise_brings_notes_onto_the_grid_and_undo_takes_it_back(notes):
    studio, song = notes.studio, notes.song
    revision = studio.get(f"/api/projects/{song}")["revision"]
    first = notes.rows[0]
    studio.post(f"/api/projects/{song}/notes", {
        "revision": revision, "part": "comp", "remove": [0], "summary": "Moved 1 note", "add": [
            {"onset": first[0] + 0.06, "duration": first[1] / 2, "pitch": int(first[2]),
             "velocity": int(first[3])}]})
    shows(notes.page, "at => etudeTest.roll.editor.list.notes.some("
          "note => Math.abs(note.onset - at) < 0.001)", first[0] + 0.06)
    late = notes.rows
    notes.page.locator(".roll-scroller").focus()
    notes.page.keyboard.press("Control+a")
    notes.page.keyboard.press("q")
    until(lambda: all(abs(row[0] * 4 - round(row[0] * 4)) < 1e-6 for row in notes.rows))
    shows(notes.page, "etudeTest.context.store.project.isSaved")
    notes.page.keyboard.press("Control+z")
    until(lambda: notes.rows == late)


def test_velocity_is_drawn_in_its_lane(notes):
    first = notes.rows[0]
    box = notes.page.locator(".roll-velocities").bounding_box()
    x, _ = notes.place(first[0], first[2])
    notes.drag((x + 3, box["y"] + 40), (x + 3, box["y"] + box["height"] - 8))
    until(lambda: notes.has(onset=first[0], pitch=first[2]) and
          notes.has(onset=first[0], pitch=first[2])[0][3] < 40)


def test_a_stroke_is_written_on_the_drum_grid_and_taken_away(go, studio, song):
    one = song("jazz")
    page = go(one, "notes", "drums")
    shows(page, "!!etudeTest.roll")
    drums = Notes(page, studio, one, "drums")
    before = drums.rows
    pitches = sorted({int(row[2]) for row in before})
    pitch, beat = next((pitch, beat / 4) for pitch in pitches for beat in range(2, 30)
                       if not any(row[2] == pitch and abs(row[0] - beat / 4) < 0.3
                                  for row in before))
    x, y = drums.place(beat, pitch)
    page.mouse.click(x + 4, y)
    until(lambda: drums.has(pitch=pitch) and len(drums.rows) == len(before) + 1)
    shows(page, "etudeTest.context.store.project.isSaved")
    page.mouse.click(x + 4, y)
    until(lambda: drums.rows == before)


def test_a_bar_is_written_over_others_with_the_chance_of_each_stroke(go, studio, song):
    one = song("lofi")
    page = go(one, "notes", "drums")
    drums = Notes(page, studio, one, "drums")
    length = studio.get(f"/api/projects/{one}")["barStarts"][1]
    before = {(round(row[0], 3), row[2]) for row in drums.rows if row[0] < length}
    page.get_by_role("button", name="Pattern").click()
    panel = page.get_by_role("dialog", name="Write a bar over others")
    panel.get_by_label("Bar", exact=True).fill("1")
    panel.get_by_label("Bar", exact=True).press("Tab")
    panel.locator("summary").first.click()
    own = panel.locator(".roll-chances-own").first.get_by_role("slider").first
    own.fill("0")
    name = own.get_attribute("aria-label")
    panel.get_by_label("Over bars from").fill("2")
    panel.get_by_label("to", exact=True).fill("3")
    panel.get_by_role("button", name="Write").click()

    def second():
        return {(round(row[0] - length, 3), row[2]) for row in drums.rows
                if length <= row[0] < 2 * length}

    beat = float(name.rsplit(" ", 1)[1].replace(",", ".")) - 1
    until(lambda: len(second()) == len(before) - 1)
    (missing,) = before - second()
    assert abs(missing[0] - beat) < 0.02


def is_one_voice(rows):
    """Whether no two of the notes sound at once."""
    return all(first[0] + first[1] <= second[0] + 1e-9
               for first, second in pairwise(rows))


@pytest.fixture
def bass(go, studio, song):
    """The roll of a part that plays one note at a time, over one long note that fills its bar."""
    one = song("jazz")
    rows = studio.get(f"/api/projects/{one}/notes")["parts"]["bass"]
    studio.post(f"/api/projects/{one}/notes", {
        "revision": studio.get(f"/api/projects/{one}")["revision"], "part": "bass",
        "remove": [index for index, row in enumerate(rows) if row[0] < 8],
        "add": [{"onset": 0, "duration": 4, "pitch": 40, "velocity": 90},
                {"onset": 4, "duration": 1, "pitch": 45, "velocity": 90}], "summary": "Emptied"})
    page = go(one, "notes", "bass")
    shows(page, "!!etudeTest.roll")
    return Notes(page, studio, one, "bass")


def test_a_note_drawn_over_a_part_of_one_voice_shortens_the_older_one(bass):
    before, page = bass.rows, bass.page
    events = len(bass.studio.get(f"/api/projects/{bass.song}/history")["events"])
    page.keyboard.press("b")
    x, y = bass.place(2.0, 47)
    bass.drag((x + 3, y), (bass.place(2.9, 47)[0], y))
    until(lambda: bass.has(onset=2, pitch=47))
    assert bass.has(onset=0, duration=2, pitch=40)
    assert is_one_voice(bass.rows)
    assert page.locator(".toast-error").count() == 0
    # One step of undo takes it back.
    assert len(bass.studio.get(f"/api/projects/{bass.song}/history")["events"]) == events + 1
    shows(page, "etudeTest.context.store.project.isSaved")
    page.keyboard.press("Control+z")
    until(lambda: bass.rows == before)


def test_notes_repeated_and_pasted_over_a_part_of_one_voice_replace_what_is_there(bass):
    page = bass.page
    page.locator(".roll-scroller").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+d")
    until(lambda: bass.has(onset=4, duration=4, pitch=40))
    assert not bass.has(onset=4, pitch=45)
    assert is_one_voice(bass.rows)
    page.keyboard.press("Control+c")
    page.evaluate("etudeTest.roll.editor.moveCursor(2, 40)")
    page.keyboard.press("Control+v")
    until(lambda: bass.has(onset=2, duration=4, pitch=40))
    assert bass.has(onset=0, duration=2, pitch=40)
    assert bass.has(onset=6, duration=2, pitch=40)
    assert is_one_voice(bass.rows)
    assert page.locator(".toast-error").count() == 0


def test_elsewhere_a_note_on_a_pitch_that_sounds_takes_its_place(notes):
    row = max(notes.rows, key=lambda one: one[1])
    onset, duration, pitch = row[:3]
    notes.page.evaluate("""([onset, pitch]) => etudeTest.roll.editor.commit({ remove: [], add: [{
        onset, duration: 0.25, pitch, velocity: 90, articulation: 0 }], summary: 'Drew' })""",
                        [onset + duration / 2, pitch])
    until(lambda: notes.has(duration=0.25, pitch=pitch, velocity=90))
    assert notes.has(onset=onset, duration=duration / 2, pitch=pitch)


def test_two_tabs_on_one_song_converge_and_nothing_is_lost(notes, open_page):
    other = open_page(notes.studio, f"#/project/{notes.song}/notes/comp", "notes")
    shows(other, "!!etudeTest.roll")
    before, pages = notes.rows, (notes.page, other)
    # Both write at the same time, again and again, without waiting for each other.
    for turn in range(5):
        for number, page in enumerate(pages):
            page.evaluate("""([turn, number]) => etudeTest.context.store.project.editNotes({
                part: 'comp', add: [{ onset: turn + number / 2, duration: 0.25,
                pitch: 80 + turn * 2 + number, velocity: 90 }], summary: `Drew ${turn}` })""",
                [turn, number])
    until(lambda: len(notes.rows) == len(before) + 10, 15)
    expected = notes.rows
    assert all(row in expected for row in before)
    for page in pages:
        shows(page, """rows => JSON.stringify(etudeTest.context.store.project.notes.parts.comp)
            === JSON.stringify(rows)""", expected)
        shows(page, "etudeTest.context.store.project.isSaved")
    events = notes.studio.get(f"/api/projects/{notes.song}/history")["events"]
    assert len([one for one in events if one["actor"] == "person"]) == 10


def test_a_change_of_a_note_that_is_gone_is_told_and_not_made(notes):
    page, studio, song = notes.page, notes.studio, notes.song
    revision = studio.get(f"/api/projects/{song}")["revision"]
    first = notes.rows[0]
    # The page does not hear of it: its stream is closed first.
    page.evaluate("etudeTest.context.events.close()")
    studio.post(f"/api/projects/{song}/notes", {
        "revision": revision, "part": "comp", "remove": [0], "add": [], "summary": "Deleted 1"})
    page.evaluate("""row => etudeTest.context.store.project.editNotes({ part: 'comp', remove: [0],
        add: [{ onset: row[0], duration: row[1], pitch: row[2] + 12, velocity: row[3] }],
        summary: 'Moved 1 note' })""", first)
    page.locator(".toast", has_text="was not kept").wait_for()
    assert not notes.has(onset=first[0], pitch=first[2] + 12)
    assert not notes.has(onset=first[0], pitch=first[2])
    shows(page, "n => etudeTest.context.store.project.notes.parts.comp.length === n",
          len(notes.rows))


def test_a_stale_change_of_other_notes_is_made_all_the_same(notes):
    page, studio, song = notes.page, notes.studio, notes.song
    revision = studio.get(f"/api/projects/{song}")["revision"]
    last, first = notes.rows[-1], notes.rows[0]
    page.evaluate("etudeTest.context.events.close()")
    studio.post(f"/api/projects/{song}/notes", {
        "revision": revision, "part": "comp", "remove": [0], "add": [], "summary": "Deleted 1"})
    page.evaluate("""([index, row]) => etudeTest.context.store.project.editNotes({ part: 'comp',
        remove: [index], add: [{ onset: row[0], duration: row[1], pitch: row[2] + 12,
        velocity: row[3] }], summary: 'Moved 1 note' })""", [len(notes.rows), last])
    until(lambda: notes.has(onset=last[0], pitch=last[2] + 12))
    assert not notes.has(onset=first[0], pitch=first[2])
    shows(page, "etudeTest.context.store.project.isSaved")
