"""Ask: words to chips, chips to ideas, ideas to songs."""
import pytest
from waiting import shows, until

CHIP = ".chips .chip:not(.chip-add)"
"""What was understood; the others offer what may be added."""


@pytest.fixture
def own(make_studio):
    """A server of its own: its jobs and songs are counted."""
    return make_studio()


@pytest.fixture
def ask(own, open_page):
    return open_page(own, "#/ask", "ask")


def chips(page):
    return {chip.get_attribute("data-option"): chip.inner_text()
            for chip in page.locator(f"{CHIP}[data-option]").all()}


def compose(page, prompt, ideas, sound=False):
    page.locator(".ask-prompt").fill(prompt)
    page.get_by_label("How many ideas").fill(str(ideas))
    page.get_by_label("Sound", exact=True).set_checked(sound)
    shows(page, "!document.querySelector('.ask-go').disabled")
    page.locator(".ask-go").click()


def test_words_become_chips_and_what_was_not_understood_is_said(ask):
    ask.locator(".ask-prompt").fill("warm lo-fi in D minor, 82 bpm, 8 bars with flute, xyzzy")
    ask.locator(f'{CHIP}[data-option="tempo"]').wait_for()
    found = chips(ask)
    assert "82" in found["tempo"] and "D minor" in found["key"] and "8" in found["bars"]
    assert "lo-fi" in found["style"].lower()
    assert "xyzzy" in ask.locator(".chip-notes").inner_text()


def test_a_chip_is_edited_and_wins_over_the_words(ask, own):
    ask.locator(".ask-prompt").fill("lo-fi, 82 bpm, 4 bars")
    ask.locator(f'{CHIP}[data-option="tempo"]').wait_for()
    ask.locator(f'{CHIP}[data-option="tempo"]').click()
    field = ask.locator('[data-popover="open"] input').first
    field.fill("120")
    ask.keyboard.press("Enter")
    shows(ask, """document.querySelector('.chip[data-option=tempo]:not(.chip-add)')
        ?.innerText.includes('120')""")
    assert ask.locator(".ask-prompt").input_value() == "lo-fi, 82 bpm, 4 bars"


def test_the_mood_pad_and_the_blend_set_options(ask):
    ask.locator(".ask-prompt").fill("lo-fi, 4 bars")
    ask.locator(f'{CHIP}[data-option="style"]').wait_for()
    ask.locator(".mood-thumb").focus()
    for _ in range(4):
        ask.keyboard.press("ArrowUp")
    ask.locator(f'{CHIP}[data-option="mood"]').wait_for()


def test_variations_come_with_progress_in_rank_order_and_can_be_kept_or_discarded(ask, own):
    compose(ask, "house, 4 bars", 3)
    ask.locator(".progress-card").wait_for()
    ask.locator(".idea").nth(2).wait_for(timeout=30_000)
    ask.locator(".progress-card").wait_for(state="detached")
    job = own.get("/api/jobs")["jobs"][0]
    shown = [one.get_attribute("data-id") for one in ask.locator(".idea").all()]
    assert shown == job["result"]["projects"]
    ask.locator(".idea .card-open").first.focus()
    ask.keyboard.press("k")
    until(lambda: tags(own, shown[0]) == ["kept"])
    ask.keyboard.press("ArrowRight")
    ask.keyboard.press("d")
    ask.locator(".idea").nth(2).wait_for(state="detached")
    until(lambda: own.ask("GET", f"/api/projects/{shown[1]}").status == 404)
    ask.locator(".toast").get_by_role("button", name="Undo").click()
    ask.locator(".idea").nth(2).wait_for()
    assert [one.get_attribute("data-id") for one in ask.locator(".idea").all()] == shown
    # One key plays an idea, another moves on to the next.
    ask.keyboard.press("2")
    shows(ask, "id => etudeTest.playerState().playing && etudeTest.playerState().project === id",
                          arg=shown[1])
    ask.keyboard.press("ArrowRight")
    shows(ask, "id => etudeTest.playerState().project === id", arg=shown[2])
    ask.keyboard.press("Space")
    # More like this, and two mixed.
    ask.locator(".idea .card-open").first.focus()
    ask.keyboard.press("x")
    ask.locator(".idea .card-open").nth(1).focus()
    ask.keyboard.press("x")
    ask.get_by_role("button", name="Mix these two").click()
    ask.locator(".idea").nth(3).wait_for(timeout=30_000)
    assert own.get("/api/jobs")["jobs"][0]["kind"] == "blend"


def test_a_reload_in_mid_job_loses_nothing(ask, own):
    compose(ask, "house, 16 bars", 2, sound=True)
    ask.locator(".progress-card").wait_for()
    job = own.get("/api/jobs")["jobs"][0]["id"]
    ask.reload()
    ask.locator(".progress-card").wait_for()
    assert ask.locator(".ask-prompt").input_value() == "house, 16 bars"
    assert own.wait(job, 90)["state"] == "done"
    ask.locator(".idea").nth(1).wait_for(timeout=15_000)


def test_a_job_is_cancelled(ask, own):
    compose(ask, "epic cinematic build, two minutes", 8, sound=True)
    ask.locator(".progress-card").wait_for()
    job = own.get("/api/jobs")["jobs"][0]["id"]
    ask.locator(".progress-card").get_by_role("button", name="Cancel").click()
    assert own.wait(job, 30)["state"] == "cancelled"
    ask.locator(".progress-card").wait_for(state="detached")
    own.job("compose", {"prompt": "house, 4 bars", "sound": False})


def test_the_tray_shows_jobs_and_what_failed(own, open_page):
    page = open_page(own, "#/", "library")
    job = own.post("/api/jobs", {"kind": "compose", "request": {
        "prompt": "house, 64 bars", "variations": 4, "sound": True}})["id"]
    page.locator(".jobs-count").wait_for()
    page.locator(".jobs-button").click()
    page.locator(f'.job[data-job="{job}"]').get_by_role("button", name="Cancel this job").click()
    assert own.wait(job, 30)["state"] == "cancelled"
    page.locator(f'.job[data-job="{job}"]', has_text="Cancelled").wait_for()


def tags(server, song):
    return next(one["tags"] for one in server.get("/api/projects")["projects"] if one["id"] == song)


def test_what_is_below_the_side_is_seen_or_announced(studio, open_page):
    page = open_page(studio, "#/ask", "ask", viewport={"width": 1280, "height": 800})
    fold = page.locator(".ask-foot").bounding_box()["y"]
    for name in (".blend-add", ".ask-seed input"):
        box = page.locator(name).bounding_box()
        assert box["y"] + box["height"] <= fold, name
    sign = page.locator(".ask-form .scroll-sign")
    assert not sign.is_visible()
    page.set_viewport_size({"width": 1280, "height": 560})
    shows(page, "!!document.querySelector('.ask-form .scroll-sign-on')")
    page.locator(".ask-form .scroll-sign-press").click()
    shows(page, "document.querySelector('.ask-form').scrollTop > 100")
    page.locator(".ask-form").evaluate("form => form.scrollTo(0, form.scrollHeight)")
    shows(page, "!document.querySelector('.ask-form .scroll-sign-on')")
    # What the keyboard reaches does not stand under the sign.
    page.locator(".ask-form").evaluate("form => form.scrollTo(0, 0)")
    page.locator(".blend-add").focus()
    box = page.locator(".blend-add").bounding_box()
    assert box["y"] + box["height"] <= page.locator(".ask-foot").bounding_box()["y"] - 30
