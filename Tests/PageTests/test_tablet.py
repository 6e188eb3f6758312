"""A tablet: fingers for a pointer, 1024 x 768, nothing that needs a hover or a key."""
import pytest
from waiting import shows, until

VIEWS = {
    "library": "#/", "ask": "#/ask", "arrange": "#/project/house/arrange",
    "notes": "#/project/house/notes/bass", "drums": "#/project/house/notes/drums",
    "mix": "#/project/lofi/mix", "trust": "#/project/lofi/trust", "brief": "#/brief",
}
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True, "is_mobile": True,
          "device_scale_factor": 2}

# What is smaller than a finger, of what can be pressed and is seen.
SMALL = """() => [...document.querySelectorAll(
    'button, a, input, select, textarea, summary, [role=slider]')]
    .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map(one => {
        // A box is pressed by its label; what is hidden for all but readers is not pressed.
        // The mood is set on all of its ground.
        const place = (one.matches('[type=checkbox], [type=file]') && one.closest('label'))
            || one.closest('.mood-pad') || one;
        const box = place.getBoundingClientRect();
        return [one.className || one.tagName, Math.round(box.width), Math.round(box.height)];
    }).filter(([, width, height]) => width > 2 && height > 2 && (width < 24 || height < 24))"""


@pytest.fixture
def tablet(studio, open_page):
    def open_(address, view=None):
        return open_page(studio, address, view, **TABLET)
    return open_


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_and_can_be_pressed_by_a_finger(tablet, name):
    page = tablet(VIEWS[name])
    page.wait_for_timeout(500)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 1024, f"{wide} px wide"
    assert page.evaluate(SMALL) == []


def drag(page, start, end, steps=6):
    """One finger from a place to another."""
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [
        {"x": start[0], "y": start[1]}]})
    for step in range(1, steps + 1):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [
            {"x": start[0] + (end[0] - start[0]) * step / steps,
             "y": start[1] + (end[1] - start[1]) * step / steps}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_cell_is_chosen_and_its_menu_reached(tablet, studio, song):
    one = song("house")
    page = tablet(f"#/project/{one}/arrange", "arrange")
    cell = page.locator(".arrange-cell").nth(2)
    cell.tap()
    shows(page, "etudeTest.arrange.board.cells !== null")
    page.get_by_role("button", name="Lock", exact=True).last.tap()
    until(lambda: studio.get(f"/api/projects/{one}")["locks"])
    page.locator(".arrange-chord").first.tap()
    page.locator(".arrange-suggestion").first.wait_for()
    page.keyboard.press("Escape")


def test_a_note_is_drawn_and_moved_by_a_finger(tablet, studio, song):
    one = song("house")
    page = tablet(f"#/project/{one}/notes/pad", "notes")
    shows(page, "!!etudeTest.roll")
    before = studio.get(f"/api/projects/{one}/notes")["parts"]["pad"]
    page.get_by_role("button", name="Draw", exact=True).tap()
    place = """([beat, pitch]) => { const { surface } = etudeTest.roll;
        surface.reveal({ onset: beat, duration: 1, pitch }); surface.draw();
        const box = surface.stage.getBoundingClientRect();
        return [box.left + surface.view.x(beat) + 3,
                box.top + surface.view.y(pitch) + surface.view.rows.height / 2]; }"""
    pitch = max(row[2] for row in before) + 3
    x, y = page.evaluate(place, [1, pitch])
    page.touchscreen.tap(x, y)
    until(lambda: len(studio.get(f"/api/projects/{one}/notes")["parts"]["pad"]) == len(before) + 1)
    shows(page, "etudeTest.context.store.project.isSaved")


def test_a_fader_is_dragged_by_a_finger(tablet, studio, song):
    one = song("lofi")
    page = tablet(f"#/project/{one}/mix", "mix")
    fader = page.locator(".channel .fader").first
    fader.wait_for()
    shows(page, "document.querySelector('.fader').ariaDisabled === 'false'")
    before = float(fader.get_attribute("aria-valuenow"))
    knob = page.locator(".fader-knob").first.bounding_box()
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    drag(page, (x, y), (x, y + 60))
    until(lambda: float(fader.get_attribute("aria-valuenow")) < before - 3)


def test_the_mood_is_set_and_a_song_is_heard_by_fingers(tablet):
    page = tablet("#/ask", "ask")
    pad = page.locator(".mood-pad").bounding_box()
    page.touchscreen.tap(pad["x"] + pad["width"] * 0.8, pad["y"] + pad["height"] * 0.2)
    shows(page, "!!document.querySelector('.mood-set')")
    page.get_by_role("link", name="Library").tap()
    page.locator(".card").first.wait_for()
    page.locator(".card").first.get_by_role("button").first.tap()
    shows(page, "etudeTest.playerState().playing", seconds=15)
    page.locator(".player-play").tap()
    shows(page, "!etudeTest.playerState().playing")
