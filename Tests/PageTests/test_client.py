"""Clients: the file that plays anywhere and comes back with comments; ideas from plain words."""
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from waiting import shows, until


@pytest.fixture
def trust(go, song):
    """The view with the client's card; the page and the song's id."""
    one = song("lofi")
    page = go(one, "trust")
    page.get_by_role("button", name="Make the file").wait_for()
    return page, one


@pytest.fixture
def sent(trust, tmp_path):
    """The file as the client gets it."""
    page, _ = trust
    page.get_by_label("From").fill("Ada")
    page.get_by_label("A word to the client").fill("The first half is new. <b>Tell me</b>!")
    with page.expect_download(timeout=90_000) as download:
        page.get_by_role("button", name="Make the file").click()
    file = tmp_path / "for the client.html"
    download.value.save_as(file)
    return file


@pytest.fixture
def client(browser, sent):
    """The file opened on another machine: another window, from disk, and what it fetched."""
    context = browser.new_context(viewport={"width": 900, "height": 760})
    page = context.new_page()
    fetched, errors = [], []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script("""(() => { const Own = Audio;
        window.Audio = function () { return window.etudeAudio = new Own(); }; })()""")
    page.goto(sent.as_uri())
    page.get_by_role("button", name="Play").wait_for()
    yield page
    assert not errors, errors
    assert all(url.startswith(("file:", "blob:", "data:")) for url in fetched), fetched
    context.close()


def add(page, text, seconds):
    """Writes a comment at a moment, as a client does."""
    page.evaluate("seconds => { etudeAudio.currentTime = seconds; }", seconds)
    page.get_by_role("button", name="I love this").click()
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Add the comment").click()


def test_the_file_plays_from_disk_and_fetches_nothing(client):
    assert "Ada" in client.locator("header").inner_text()
    assert "<b>Tell me</b>" in client.locator(".message").inner_text()
    client.get_by_role("button", name="Play").click()
    shows(client, "etudeAudio.currentTime > 0.3 && !etudeAudio.paused")
    assert client.evaluate("etudeAudio.error") is None
    assert client.evaluate("etudeAudio.duration") > 10
    client.get_by_role("button", name="Pause").click()
    shows(client, "etudeAudio.paused")
    client.get_by_role("heading").first.click()
    client.keyboard.press("Space")
    shows(client, "!etudeAudio.paused")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_file_can_be_read_and_used_by_all(client, light):
    client.emulate_media(color_scheme=light)
    add(client, "A word", 2)
    # The file's own policy lets no script in but its own: the check runs beside it.
    found = Axe().run(client).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    for width in (360, 900):
        client.set_viewport_size({"width": width, "height": 700})
        assert client.evaluate("document.documentElement.scrollWidth") <= width


def test_comments_come_back_show_on_the_timeline_and_become_edits(
        client, trust, studio, tmp_path):
    page, song = trust
    add(client, "Bigger, please", 3.0)
    add(client, "drums a bit quieter", 9.0)
    client.get_by_placeholder(re.compile("name", re.I)).fill("Bo")
    with client.expect_download() as download:
        client.get_by_role("button", name=re.compile("Save")).click()
    file = Path(tmp_path) / "back.html"
    download.value.save_as(file)
    page.set_input_files(".trust-card input[type=file]", file)
    page.locator(".toast-good", has_text="2 comments came in").wait_for()
    comments = studio.get(f"/api/projects/{song}/comments")["comments"]
    assert [(one["seconds"], one["text"]) for one in comments] == [
        (3.0, "Bigger, please"), (9.0, "drums a bit quieter")]
    shows(page, "document.querySelectorAll('.timeline-pin').length === 2")
    energy = studio.get(f"/api/projects/{song}")["sections"][0]["energy"]
    row = page.locator(".share-comment", has_text="Bigger, please")
    row.get_by_role("button", name=re.compile("^Do it")).first.click()
    until(lambda: studio.get(f"/api/projects/{song}")["sections"][0]["energy"] > energy + 0.1)

    def fader():
        plan = studio.get(f"/api/projects/{song}/mix")["plan"]
        return next(one["gain"] for one in plan["channels"] if one["id"] == "drums") + sum(
            one["gain"] for one in plan["moves"] if one["channel"] == "drums"
            and one["kind"] == "gain" and one.get("applied", True))

    before = fader()
    row = page.locator(".share-comment", has_text="drums a bit quieter")
    row.get_by_role("button", name=re.compile("^Do it: Drums")).click()
    until(lambda: abs(fader() - before + 2) < 0.1)
    # It brings its comments once.
    page.set_input_files(".trust-card input[type=file]", file)
    page.locator(".toast", has_text="No new comments").wait_for()
    assert len(studio.get(f"/api/projects/{song}/comments")["comments"]) == 2


def test_files_that_are_none_of_ours_are_refused(trust, sent, tmp_path):
    page, _ = trust
    other = tmp_path / "other.html"
    other.write_text("<!doctype html><script>alert(1)</script>")
    page.set_input_files(".trust-card input[type=file]", other)
    page.get_by_text("This file is no page that the studio made.").wait_for()
    foreign = tmp_path / "foreign.html"
    foreign.write_text(re.sub(r'"project":"[^"]*"', '"project":"somebody-elses"',
                              sent.read_text(), count=1))
    page.set_input_files(".trust-card input[type=file]", foreign)
    page.get_by_text("This file belongs to another song").wait_for()


def test_plain_words_become_three_ideas_that_differ(make_studio, open_page):
    own = make_studio()
    page = open_page(own, "#/brief", "brief")
    page.get_by_role("button", name="Make three ideas").click()
    page.get_by_role("alert").filter(has_text="Say in a few words").wait_for()
    page.get_by_label("What is it for?").fill("The opening of our flower shop")
    for name, key in (("Joyful", "End"), ("Driving", "Home")):
        page.get_by_role("slider", name=re.compile(name)).focus()
        page.keyboard.press(key)
    page.get_by_role("button", name="15 seconds").click()
    page.locator('fieldset:has-text("rather not hear") [data-sound=brass]').click()
    page.get_by_role("button", name="Make three ideas").click()
    page.locator(".pitch").get_by_role("link", name="This one").nth(2).wait_for(timeout=180_000)
    songs = own.get("/api/projects")["projects"]
    assert len(songs) == 3
    # They differ where it is heard: in style, and in pace, key or size.
    assert len({one["styles"][0]["name"] for one in songs}) == 3
    assert len({(one["tempo"], one["key"], one["parts"]) for one in songs}) == 3
    for one in songs:
        assert 8 <= one["seconds"] <= 24, one
        roles = own.get(f"/api/projects/{one['id']}")["parts"]
        assert not [part for part in roles if re.search("trumpet|trombone|brass|horn",
                                                        part["instrument"])]
    page.get_by_role("button", name=re.compile("^Hear")).first.click()
    shows(page, "etudeTest.playerState().playing", seconds=15)
    page.get_by_role("button", name=re.compile("^Stop")).first.click()
    page.get_by_role("link", name="This one").first.click()
    page.wait_for_selector("#main[data-view=arrange]")
