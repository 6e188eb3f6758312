"""The master panel: what is asked for, references, what was done, and what went wrong."""
import pytest
from ahead import Ahead
from waiting import shows, until

REPORT = {"files": ["/api/projects/x/files/master.wav"], "report": {"tracks": [{
    "before": {"loudness": -27.0, "truePeak": -13.0, "range": 14.2},
    "after": {"loudness": -14.0, "truePeak": -1.05, "range": 13.7}, "limiting": 4.16, "notes": [],
    "plan": {"notes": [], "tone": {"reason": "3 of 31 third octaves lie off the corridor."},
             "limiter": {"reason": "-14.0 LUFS is the target Spotify; so +13.0 dB."}}}]}}


@pytest.fixture
def master(go, song):
    """The panel of a song's mixer over a studio that can master, and what it was asked."""
    page = go(song("lofi"), "mix")
    ahead = Ahead(page, "master", "references")
    ahead.reports["master"] = REPORT
    page.locator(".channel").first.wait_for()
    page.get_by_role("tab", name="Master").click()
    page.get_by_role("button", name="Make the master").wait_for()
    return page, ahead


def test_a_studio_that_cannot_master_offers_none(go, song, studio):
    if "master" in studio.get("/api/studio").get("features", []):
        pytest.skip("this studio can")
    page = go(song("lofi"), "mix")
    page.locator(".channel").first.wait_for()
    page.get_by_role("tab", name="Master").click()
    page.locator(".master-listen").wait_for()
    assert not page.get_by_role("button", name="Make the master").is_visible()


def test_target_intensity_and_character_are_asked_for_and_kept(master):
    page, ahead = master
    page.get_by_role("combobox", name="For").select_option("apple")
    intensity = page.get_by_role("slider", name="Intensity")
    intensity.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Warm").click()
    page.get_by_role("button", name="Make the master").click()
    until(lambda: ahead.asked)
    assert ahead.asked[-1] == ("master", {"target": "apple", "intensity": 70, "character": "warm"})
    facts = page.locator(".master-facts")
    facts.wait_for()
    text = facts.inner_text()
    assert "-27.0 → -14.0 LUFS" in text
    assert "-13.0 → -1.1 dBTP" in text or "-13.0 → -1.0 dBTP" in text
    facts.locator("summary").click()
    assert "third octaves" in facts.inner_text()
    assert facts.get_by_role("link").get_attribute("href") == REPORT["files"][0]
    page.reload()
    page.get_by_role("tab", name="Master").click()
    shows(page, "document.querySelector('.master select').value === 'apple'")
    assert page.get_by_role("slider", name="Intensity").input_value() == "70"


def test_references_are_brought_in_chosen_and_taken_away(master):
    page, ahead = master
    page.locator(".master-drop input[type=file], .master input[type=file]").first.set_input_files(
        {"name": "a record.wav", "mimeType": "audio/wav", "buffer": b"RIFF" + bytes(2000)})
    page.locator(".references li", has_text="a record.wav").wait_for()
    assert ahead.asked[-1] == ("PUT", "a record.wav", 2004)
    assert "1:01" in page.locator(".references").inner_text()
    drop(page, ".master-drop", "other.flac", "audio/flac")
    page.locator(".references li", has_text="other.flac").wait_for()
    page.locator('[data-reference="a record.wav"]').uncheck()
    page.get_by_role("button", name="Make the master").click()
    until(lambda: ahead.asked[-1][0] == "master")
    assert ahead.asked[-1][1]["references"] == ["other.flac"]
    page.get_by_role("button", name="Take other.flac away").click()
    page.locator(".references li", has_text="other.flac").wait_for(state="detached")
    drop(page, ".master-drop", "notes.txt", "text/plain")
    page.locator(".toast-error", has_text="notes.txt is not a sound file").wait_for()
    assert page.locator(".references li").count() == 1


def test_a_file_dropped_beside_its_place_does_not_take_the_page_away(master):
    page, _ = master
    prevented = page.evaluate("""() => {
        const files = new DataTransfer();
        files.items.add(new File(['x'], 'x.wav'));
        const event = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
        document.querySelector('.shell-head').dispatchEvent(event);
        return event.defaultPrevented;
    }""")
    assert prevented


def test_a_mastering_that_fails_is_told_with_its_hint(master):
    page, ahead = master
    ahead.failure = {"title": "Failed", "detail": "The mix is silent.", "hint": "Unmute a part.",
                     "status": 422}
    page.get_by_role("button", name="Make the master").click()
    page.locator(".toast-error", has_text="The mix is silent.").wait_for()
    assert page.locator(".toast-error").count() == 1
    assert "Unmute a part." in page.locator(".master-facts").inner_text()
    ahead.failure = None
    page.get_by_role("button", name="Make the master").click()
    page.locator(".master-facts", has_text="LUFS").wait_for()


def test_a_version_is_exported_as_it_was(go, song, studio):
    one = song("house")
    studio.ask("PUT", f"/api/projects/{one}/versions/first", {})
    state = studio.get(f"/api/projects/{one}/versions")["versions"][0]["state"]
    page = go(one, "arrange")
    ahead = Ahead(page, "export-state")
    ahead.reports["export"] = {"files": [f"/api/projects/{one}/files/score.mid"]}
    page.locator(".arrange-cell").first.wait_for()
    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Version").select_option(label="first")
    dialog.get_by_role("button", name="Export", exact=True).click()
    dialog.get_by_role("link", name="score.mid").wait_for()
    assert ahead.asked == [("export", {"formats": ["midi", "wav"], "state": state})]
    dialog.get_by_label("Version").select_option(label="As it is now")
    dialog.get_by_role("button", name="Export", exact=True).click()
    until(lambda: len(ahead.asked) == 2)
    assert "state" not in ahead.asked[1][1]


def drop(page, selector, name, kind):
    """Drops a file on an element, as a hand does."""
    page.evaluate("""([selector, name, kind]) => {
        const place = document.querySelector(selector);
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(400)], name, { type: kind }));
        for (const type of ['dragenter', 'dragover', 'drop']) {
            place.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true,
                                                     cancelable: true }));
        }
    }""", [selector, name, kind])
