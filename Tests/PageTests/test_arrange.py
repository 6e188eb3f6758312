"""Arrange: sections, energy, chords, parts, history, all by hand and by key."""
import pytest
from waiting import shows, until


class Arrange:
    """The open view and the song that the server has."""

    def __init__(self, page, studio, song):
        self.page, self.studio, self.song = page, studio, song

    @property
    def document(self):
        return self.studio.get(f"/api/projects/{self.song}")

    @property
    def notes(self):
        return self.studio.get(f"/api/projects/{self.song}/notes")["parts"]

    @property
    def forms(self):
        """Sections by name and length."""
        return [(one["name"], one["bars"]) for one in self.document["sections"]]

    def section(self, index):
        return self.page.locator(".arrange-section-body").nth(index)

    def cell(self, part, section):
        return self.page.locator(f'.arrange-cell[data-part="{part}"][data-section="{section}"]')

    def menu(self, anchor, item):
        anchor.click()
        self.page.get_by_role("menuitem", name=item).click()

    def jobs(self):
        return [job for job in self.studio.get("/api/jobs")["jobs"] if job["project"] == self.song]


@pytest.fixture
def arrange(go, studio, song):
    one = song("house")
    page = go(one, "arrange")
    page.locator(".arrange-cell").first.wait_for()
    return Arrange(page, studio, one)


def test_sections_are_duplicated_moved_and_deleted(arrange):
    assert arrange.forms == [("verse", 8), ("drop", 8)]
    arrange.menu(arrange.page.locator(".arrange-section-more").first, "Duplicate")
    until(lambda: arrange.forms == [("verse", 8), ("verse", 8), ("drop", 8)])
    arrange.section(2).focus()
    arrange.page.keyboard.press("Alt+ArrowLeft")
    until(lambda: arrange.forms == [("verse", 8), ("drop", 8), ("verse", 8)])
    shows(arrange.page, "document.querySelectorAll('.arrange-section-body').length === 3")
    arrange.section(0).focus()
    arrange.page.keyboard.press("Delete")
    until(lambda: arrange.forms == [("drop", 8), ("verse", 8)])
    arrange.page.locator(".toast").get_by_role("button", name="Undo").click()
    until(lambda: arrange.forms == [("verse", 8), ("drop", 8), ("verse", 8)])


def test_a_section_is_dragged_to_another_place(arrange):
    first, last = (arrange.section(index).bounding_box() for index in (0, 1))
    mouse = arrange.page.mouse
    mouse.move(first["x"] + 20, first["y"] + first["height"] / 2)
    mouse.down()
    mouse.move(last["x"] + last["width"] - 30, first["y"] + first["height"] / 2, steps=8)
    mouse.move(last["x"] + last["width"] + 60, first["y"] + first["height"] / 2, steps=4)
    mouse.up()
    until(lambda: arrange.forms == [("drop", 8), ("verse", 8)])


def test_a_section_is_made_longer_and_shorter_at_its_edge(arrange):
    arrange.page.locator(".arrange-edge").nth(0).focus()
    arrange.page.keyboard.press("ArrowLeft")
    until(lambda: arrange.forms[0] == ("verse", 7))
    shows(arrange.page, "document.querySelector('.arrange-edge').ariaValueNow === '7'")
    edge = arrange.page.locator(".arrange-edge").nth(1).bounding_box()
    bar = arrange.section(1).bounding_box()["width"] / 8
    arrange.page.mouse.move(edge["x"] + edge["width"] / 2, edge["y"] + 10)
    arrange.page.mouse.down()
    arrange.page.mouse.move(edge["x"] + edge["width"] / 2 - 4 * bar, edge["y"] + 10, steps=8)
    arrange.page.mouse.up()
    until(lambda: arrange.forms[1][1] == 4)


def test_energy_is_dragged_and_set_by_key(arrange):
    point = arrange.page.locator(".arrange-point").first
    before = arrange.document["sections"][0]["energy"]
    point.focus()
    arrange.page.keyboard.press("ArrowUp")
    arrange.page.keyboard.press("ArrowUp")
    until(lambda: abs(arrange.document["sections"][0]["energy"] - before - 0.1) < 0.011)
    box = until(point.bounding_box)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    arrange.page.mouse.move(x, y)
    arrange.page.mouse.down()
    arrange.page.mouse.move(x, y + 60, steps=6)
    arrange.page.mouse.up()
    until(lambda: arrange.document["sections"][0]["energy"] < 0.1)


def test_a_chord_is_changed_for_one_that_fits(arrange):
    before = arrange.document["chords"][1]["chord"]
    arrange.page.locator(".arrange-chord").nth(1).click()
    suggestion = arrange.page.locator(".arrange-suggestion").nth(1)
    suggestion.wait_for()
    names = arrange.page.locator(".arrange-suggestion-name").all_inner_texts()
    taken = names.index(next(name for name in names if name != before))
    arrange.page.locator(".arrange-suggestion").nth(taken).click()
    until(lambda: arrange.document["chords"][1]["chord"] == names[taken])


def test_a_chord_is_typed_and_nonsense_is_refused(arrange):
    arrange.page.locator(".arrange-chord").first.focus()
    arrange.page.keyboard.press("Enter")
    field = arrange.page.get_by_label("Chord", exact=True)
    field.fill("nonsense")
    arrange.page.keyboard.press("Enter")
    arrange.page.locator(".toast-error").wait_for()
    field.fill("Gm7")
    arrange.page.keyboard.press("Enter")
    until(lambda: arrange.document["chords"][0]["chord"] == "Gm7")


def test_a_locked_part_stays_while_the_rest_is_regenerated(arrange):
    arrange.page.get_by_role("button", name="Lock", exact=False).filter(
        has=arrange.page.locator("svg")).nth(2).click()
    locked = until(lambda: arrange.document["locks"])[0]["part"]
    before = arrange.notes
    section = arrange.document["sections"][0]
    arrange.section(0).click()
    arrange.page.keyboard.press("r")
    until(lambda: [job for job in arrange.jobs() if job["state"] == "done"], 30)
    after = arrange.notes
    end = section["bars"] * 4
    assert after[locked] == before[locked]
    for part, notes in before.items():
        assert [note for note in after[part] if note[0] >= end] == [
            note for note in notes if note[0] >= end], part
    assert any(after[part] != before[part] for part in before)


def test_one_cell_is_regenerated_and_nothing_else(arrange):
    before = arrange.notes
    section = arrange.document["sections"][1]
    arrange.cell("lead", section["id"]).click()
    arrange.page.keyboard.press("r")
    until(lambda: [job for job in arrange.jobs() if job["state"] == "done"], 30)
    after = arrange.notes
    for part in before:
        if part != "lead":
            assert after[part] == before[part], part
    start = section["startBar"] * 4
    assert [note for note in after["lead"] if note[0] < start] == [
        note for note in before["lead"] if note[0] < start]


def test_bars_are_chosen_by_a_drag_down_to_one_bar(arrange):
    box = arrange.cell("bass", arrange.document["sections"][0]["id"]).bounding_box()
    bar = box["width"] / 8
    arrange.page.mouse.move(box["x"] + bar * 2.5, box["y"] + 10)
    arrange.page.mouse.down()
    arrange.page.mouse.move(box["x"] + bar * 3.5, box["y"] + 12, steps=5)
    arrange.page.mouse.up()
    shows(arrange.page, "String(etudeTest.arrange.board.cells.bars) === '2,4' "
                        "&& String(etudeTest.arrange.board.cells.parts) === 'bass'")


def test_undo_and_redo_go_over_every_change(arrange):
    page, base = arrange.page, arrange.notes
    arrange.menu(page.locator(".arrange-section-more").first, "Duplicate")
    until(lambda: len(arrange.forms) == 3)
    shows(page, "document.querySelectorAll('.arrange-section-body').length === 3")
    page.keyboard.press("Control+z")
    until(lambda: len(arrange.forms) == 2)
    assert arrange.notes == base
    shows(page, "document.querySelectorAll('.arrange-section-body').length === 2")
    page.keyboard.press("Control+Shift+z")
    until(lambda: len(arrange.forms) == 3)


def test_versions_are_named_compared_and_brought_back(arrange):
    page = arrange.page
    page.get_by_role("tab", name="History").click()
    page.locator(".arrange-history input").first.fill("as composed")
    page.keyboard.press("Enter")
    page.locator(".arrange-version", has_text="as composed").wait_for()
    before = arrange.notes
    arrange.studio.post(f"/api/projects/{arrange.song}/edits",
                        {"transpose": {"semitones": 2, "parts": ["bass"], "bars": [0, 2]}})
    until(lambda: arrange.notes != before)
    shows(page, "document.querySelectorAll('.arrange-event').length >= 2")
    page.get_by_role("button", name="Compare").click()
    text = page.locator(".arrange-outcome").inner_text
    until(lambda: "bar" in text() or "note" in text())
    page.locator(".arrange-version").get_by_role("button", name="as composed").first.click()
    until(lambda: arrange.notes == before)


def test_mute_solo_and_instrument(arrange):
    page = arrange.page
    page.locator(".arrange-letter-m").nth(1).click()
    part = arrange.document["parts"][1]["id"]
    shows(page, "id => etudeTest.player.settings.get(id)?.mute === true", part)
    assert page.locator(".arrange-letter-m").nth(1).get_attribute("aria-pressed") == "true"
    bass = page.locator(".arrange-head", has_text="Bass").first
    bass.locator(".arrange-instrument").click()
    page.get_by_label("Search instruments").fill("upright")
    page.locator('[data-popover="open"] .menu-item').first.click()
    until(lambda: any(one["instrument"] == "upright-bass" for one in arrange.document["parts"]))


def test_more_bars_are_composed(arrange):
    bars = arrange.document["bars"]
    arrange.menu(arrange.page.locator(".arrange-add"), "Compose 4 more bars")
    until(lambda: arrange.document["bars"] == bars + 4, 30)
    shows(arrange.page, "n => etudeTest.context.store.project.document.bars === n", bars + 4)


def test_what_another_tab_does_is_seen(arrange, open_page, studio):
    other = open_page(studio, f"#/project/{arrange.song}/arrange", "arrange")
    other.locator(".arrange-cell").first.wait_for()
    arrange.menu(arrange.page.locator(".arrange-section-more").first, "Duplicate")
    shows(other, "document.querySelectorAll('.arrange-section-body').length === 3")
    other.locator(".arrange-section-body").first.focus()
    other.keyboard.press("Delete")
    shows(arrange.page, "document.querySelectorAll('.arrange-section-body').length === 2")


def test_a_chord_without_room_is_never_another_one(arrange):
    page = arrange.page
    names = [chord["chord"] for chord in arrange.document["chords"]]
    for zoom in (1, 0.5, 0.5, 0.5, 0.6):
        page.evaluate("zoom => etudeTest.arrange.board.zoom(zoom)", zoom)
        shown = page.locator(".arrange-chord").evaluate_all("""all => all.map(one =>
            [one.innerText, one.ariaLabel, one.title,
             one.scrollWidth <= one.clientWidth + 1
                && one.scrollHeight <= one.clientHeight + 1])""")
        for name, (text, label, title, is_whole) in zip(names, shown, strict=True):
            assert text == name or text not in names, (name, text)
            assert name in label and title == name
            assert is_whole, (name, text)


def test_cells_tell_how_hard_they_are_played(arrange):
    section = arrange.document["sections"][0]
    cell = arrange.cell("bass", section["id"])
    notes = [row for row in arrange.notes["bass"]
             if section["startBar"] * 4 <= row[0] < (section["startBar"] + section["bars"]) * 4]
    mean = sum(row[3] for row in notes) / len(notes)
    assert f"intensity {round(mean - 20)} %" in cell.get_attribute("aria-label")
    arrange.studio.job("regenerate", {"bars": [0, section["bars"]], "parts": ["bass"],
                                      "composer": "players", "controls": {"intensity": 0.1}},
                       arrange.song)
    before = cell.get_attribute("aria-label")
    shows(arrange.page, """([section, before]) => document.querySelector(
        `.arrange-cell[data-part="bass"][data-section="${section}"]`).ariaLabel !== before""",
          [section["id"], before])


def test_a_song_that_is_not_there_is_said(studio, open_page):
    page = open_page(studio, "#/project/nothing/arrange")
    page.get_by_text("There is no such project in the library").wait_for()
