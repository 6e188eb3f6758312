"""The master panel: what is asked for, references, what was done, and what went wrong."""
import base64
import re

import music
import pytest
from waiting import shows


@pytest.fixture
def master(go, song):
    """The master's panel of a song's mixer; the page and the song's id."""
    one = song("lofi")
    return open_panel(go(one, "mix")), one


def open_panel(page):
    page.locator(".channel").first.wait_for()
    page.get_by_role("tab", name="Master").click()
    page.get_by_role("button", name="Make the master").wait_for()
    return page


@pytest.fixture
def record(seeds):
    """A record to come near to: 17 seconds of another sound."""
    return (seeds / "lofi/stems/keys.wav").read_bytes()


def bring(page, name, content, kind="audio/wav"):
    page.locator(".mix-panel input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content})


def order(page):
    """Orders a master; returns what was asked for."""
    with page.expect_request(re.compile("/api/jobs$")) as request:
        page.get_by_role("button", name="Make the master").click()
    return request.value.post_data_json


def make(page):
    """Orders a master and waits for it; returns what was asked for."""
    asked = order(page)
    page.locator(".toast-good", has_text="The master is done").wait_for(timeout=60_000)
    return asked


def hear(page, which, seconds):
    """The loudness of what one hears of a choice, from the song's beginning."""
    page.locator(f'[data-listen="{which}"]').click()
    shows(page, """which => document.querySelector(`[data-listen="${which}"]`)
        .ariaPressed === 'true' && !/Measuring/.test(
        document.querySelector('.master-listen [aria-live]').textContent)""", which)
    page.evaluate("etudeTest.player.play(0)")
    shows(page, "etudeTest.playerState().position > 0.1")
    heard = page.evaluate(music.LOUDNESS, seconds)
    page.evaluate("etudeTest.player.pause()")
    return heard


def test_a_studio_that_cannot_do_it_does_not_offer_it(go, song, open_page, studio):
    page = go(song("lofi"), "mix")
    page.route(re.compile("/api/studio$"), lambda route: route.fulfill(
        json=studio.get("/api/studio") | {"features": []}))
    page.reload()
    page.locator(".channel").first.wait_for()
    page.get_by_role("tab", name="Master").click()
    page.locator(".master-listen").wait_for()
    assert not page.get_by_role("button", name="Make the master").is_visible()
    page.get_by_role("link", name="Trust").click()
    page.locator(".matrix-row").first.wait_for()
    assert not page.get_by_text("Are my songs one song?").is_visible()
    page.get_by_role("link", name="Library").click()
    page.locator(".card").first.wait_for()
    assert page.locator("input[type=file]").get_attribute("accept") == ".mid,.midi"


def test_target_intensity_and_character_are_asked_for_and_kept(master, studio):
    page, song = master
    page.get_by_role("combobox", name="For").select_option("apple")
    page.get_by_role("slider", name="Intensity").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Warm").click()
    asked = make(page)
    assert (asked["kind"], asked["project"]) == ("master", song)
    assert asked["request"] == {"target": "apple", "intensity": 70, "character": "warm"}
    facts = page.locator(".master-facts")
    assert re.search(r"Integrated\s+-\d+\.\d → -16\.\d LUFS", facts.inner_text())
    facts.locator("summary").first.click()
    assert facts.locator("li").count() >= 2
    link = facts.get_by_role("link").first.get_attribute("href")
    answer = studio.ask("GET", link)
    assert answer.status == 200 and answer.body[:4] == b"RIFF"
    page.reload()
    page.get_by_role("tab", name="Master").click()
    shows(page, "document.querySelector('.master select')?.value === 'apple'")
    assert page.get_by_role("slider", name="Intensity").input_value() == "70"
    # What was done is still told.
    assert "LUFS" in page.locator(".master-facts").inner_text()


def test_references_are_brought_in_chosen_and_taken_away(master, studio, record):
    page, song = master

    def kept():
        return [one["name"] for one in studio.get(f"/api/projects/{song}/references")["references"]]

    bring(page, "a record.wav", record)
    page.locator(".references li", has_text="a record.wav").wait_for()
    assert kept() == ["a record.wav"]
    assert "0:17" in page.locator(".references").inner_text()
    drop(page, ".master-drop", "other.wav", record)
    page.locator(".references li", has_text="other.wav").wait_for()
    page.locator('[data-reference="a record.wav"]').uncheck()
    assert make(page)["request"]["references"] == ["other.wav"]
    page.get_by_role("button", name="Take other.wav away").click()
    page.locator(".references li", has_text="other.wav").wait_for(state="detached")
    assert kept() == ["a record.wav"]
    drop(page, ".master-drop", "notes.txt", b"words")
    page.locator(".toast-error", has_text="notes.txt is not a sound file").wait_for()
    drop(page, ".master-drop", "broken.wav", b"RIFFnonsense")
    page.locator(".toast-error", has_text="no sound file that can be read").wait_for()
    assert kept() == ["a record.wav"]


def test_parts_mix_master_and_reference_are_equally_loud(master, record):
    page, _ = master
    bring(page, "record.wav", record)
    page.locator(".references li").wait_for()
    make(page)
    heard = {which: hear(page, which, 13)
             for which in ("parts", "before", "after", "reference record.wav")}
    assert max(heard.values()) - min(heard.values()) < 0.5, heard
    page.get_by_label("At equal loudness").uncheck()
    # The master is louder where nothing is turned down.
    assert hear(page, "after", 5) > hear(page, "before", 5) + 3
    page.keyboard.press("x")
    shows(page, """document.querySelector('[data-listen="after"]').ariaPressed === 'true'""")


def test_a_second_master_is_heard_in_place_of_the_first(master):
    page, _ = master
    page.get_by_label("At equal loudness").uncheck()
    page.get_by_role("combobox", name="For").select_option("broadcast")
    make(page)
    page.locator(".toast-good .icon-button").first.click()
    quiet = hear(page, "after", 5)
    page.get_by_role("combobox", name="For").select_option("spotify")
    make(page)
    assert hear(page, "after", 5) > quiet + 5


def test_a_file_dropped_beside_its_place_does_not_take_the_page_away(master):
    page, _ = master
    assert page.evaluate("""() => {
        const files = new DataTransfer();
        files.items.add(new File(['x'], 'x.wav'));
        const event = new DragEvent('drop', { dataTransfer: files, bubbles: true,
                                              cancelable: true });
        document.querySelector('.shell-head').dispatchEvent(event);
        return event.defaultPrevented;
    }""")


def test_a_mastering_that_fails_is_told_and_can_be_repeated(master, studio, record):
    page, song = master
    bring(page, "record.wav", record)
    page.locator(".references li").wait_for()
    # The file is still a file, and no sound any more.
    (studio.folder / song / "references/record.wav").write_bytes(b"RIFF")
    order(page)
    page.locator(".toast-error").wait_for()
    assert page.locator(".toast-error").count() == 1
    page.locator('[data-reference="record.wav"]').uncheck()
    page.locator(".toast-error .icon-button").click()
    assert "references" not in make(page)["request"]
    page.locator(".master-facts", has_text="LUFS").wait_for()


def test_a_version_is_exported_as_it_was(go, song, studio):
    one = song("house")
    studio.ask("PUT", f"/api/projects/{one}/versions/first", {})
    studio.post(f"/api/projects/{one}/edits",
                {"transpose": {"semitones": 3, "parts": [], "bars": None}})
    page = go(one, "arrange")
    page.locator(".arrange-cell").first.wait_for()
    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("WAV", exact=True).uncheck()
    files = {}
    for version in ("first", "As it is now"):
        dialog.get_by_role("combobox", name="Version").select_option(label=version)
        dialog.get_by_role("button", name="Export", exact=True).click()
        shows(page, "!document.querySelector('dialog .button-main').disabled", seconds=60)
        link = dialog.get_by_role("link", name="score.mid")
        files[version] = studio.ask("GET", link.get_attribute("href")).body
    assert files["first"][:4] == files["As it is now"][:4] == b"MThd"
    assert files["first"] != files["As it is now"]
    # Nothing of the song itself was taken back.
    assert len(studio.get(f"/api/projects/{one}/history")["events"]) == 3


def drop(page, selector, name, content):
    """Drops a file on an element, as a hand does."""
    page.evaluate("""([selector, name, bytes]) => {
        const place = document.querySelector(selector);
        const files = new DataTransfer();
        files.items.add(new File([Uint8Array.from(atob(bytes), one => one.charCodeAt(0))], name));
        for (const type of ['dragenter', 'dragover', 'drop']) {
            place.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true,
                                                     cancelable: true }));
        }
    }""", [selector, name, base64.b64encode(content).decode()])
