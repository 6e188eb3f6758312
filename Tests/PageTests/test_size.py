"""A song of 20,000 notes: only what is seen is drawn, and scrolling draws nothing whole."""
import music
import pytest
from waiting import shows

COUNT = 20_000
PARTS = 4


@pytest.fixture(scope="module")
def large(studio):
    """The song's id."""
    made = studio.post("/api/imports/twenty-thousand.mid", music.many(COUNT, PARTS))["project"]
    document = studio.get(f"/api/projects/{made}")
    assert sum(part["notes"] for part in document["parts"]) == COUNT
    yield made, document
    studio.ask("DELETE", f"/api/projects/{made}")


@pytest.fixture
def roll(large, open_page, studio):
    made, document = large
    page = open_page(studio, f"#/project/{made}/notes/{document['parts'][0]['id']}", "notes")
    shows(page, "!!etudeTest.roll && etudeTest.frames > 0", seconds=20)
    return page


SCROLL = """async ({ steps, by, down }) => {
    const { surface } = etudeTest.roll;
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    surface.invalidate();
    await frame(); await frame();
    const whole = etudeTest.fullRedraws;
    const frames = [];
    for (let step = 0; step < steps; step += 1) {
        surface.scroller.scrollLeft += by;
        surface.scroller.scrollTop += down;
        await frame(); await frame();
        frames.push([etudeTest.notesDrawn, etudeTest.countVisible()]);
    }
    return { frames, whole: etudeTest.fullRedraws - whole };
}"""


@pytest.mark.parametrize(("by", "down"), [(40, 0), (-17, 0), (0, 9), (23, 5), (300, 0)])
def test_scrolling_draws_strips_and_nothing_whole(roll, by, down):
    roll.evaluate("etudeTest.roll.surface.scroller.scrollLeft = 20000")
    result = roll.evaluate(SCROLL, {"steps": 12, "by": by, "down": down})
    assert result["whole"] == 0
    for drawn, visible in result["frames"]:
        assert drawn <= visible * 1.1 + 1, result["frames"]


@pytest.mark.parametrize("zoom", [4, 12, 48, 300])
def test_a_whole_drawing_draws_no_more_than_is_seen(roll, zoom):
    drawn, visible = roll.evaluate("""async zoom => {
        const { surface } = etudeTest.roll;
        const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
        surface.view.pixelsPerBeat = zoom;
        surface.place(); surface.invalidate();
        await frame(); await frame();
        surface.invalidate();
        surface.draw();
        return [etudeTest.notesDrawn, surface.countVisible()];
    }""", zoom)
    assert visible > 0
    assert drawn <= visible * 1.1, (drawn, visible)


def test_the_playhead_moves_without_any_note_drawn(roll):
    result = roll.evaluate("""async () => {
        const { player } = etudeTest;
        const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
        await player.play(0);
        for (let i = 0; i < 10; i += 1) await frame();
        const before = [etudeTest.fullRedraws, etudeTest.frames, etudeTest.playheadFrames];
        for (let i = 0; i < 30; i += 1) await frame();
        player.pause();
        return [etudeTest.fullRedraws, etudeTest.frames, etudeTest.playheadFrames]
            .map((value, index) => value - before[index]);
    }""")
    whole, _, moved = result
    assert whole == 0 and moved > 5, result


def test_one_note_of_twenty_thousand_is_changed_quickly(roll, studio, large):
    import time
    made, document = large
    part = document["parts"][0]["id"]
    notes = len(studio.get(f"/api/projects/{made}/notes")["parts"][part])
    began = time.monotonic()
    roll.evaluate("""part => etudeTest.context.store.project.editNotes({ part, remove: [17],
        add: [], summary: 'Deleted 1 note' })""", part)
    shows(roll, "etudeTest.context.store.project.isSaved", seconds=20)
    print(f"one change of {COUNT} notes: {time.monotonic() - began:.2f} s")
    assert len(studio.get(f"/api/projects/{made}/notes")["parts"][part]) == notes - 1
    roll.keyboard.press("Control+z")
    shows(roll, "([part, n]) => etudeTest.context.store.project.notes.parts[part].length === n",
          [part, COUNT // PARTS], seconds=20)


def test_the_arrangement_draws_it_too(large, open_page, studio):
    made, _ = large
    page = open_page(studio, f"#/project/{made}/arrange", "arrange")
    shows(page, "etudeTest.arrangeFullRedraws > 0", seconds=20)
    whole, drawn = page.evaluate("""async () => {
        const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
        const { board } = etudeTest.arrange;
        board.zoom(40);
        await frame(); await frame();
        const before = etudeTest.arrangeFullRedraws;
        etudeTest.arrangeNotesDrawn = 0;
        for (let step = 0; step < 10; step += 1) {
            board.scroller.scrollLeft += 30;
            await frame(); await frame();
        }
        return [etudeTest.arrangeFullRedraws - before, etudeTest.arrangeNotesDrawn];
    }""")
    assert whole == 0
    assert drawn < COUNT / 4
