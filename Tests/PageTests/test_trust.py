"""Trust: who made what, likeness to other works and of one's own songs, papers."""
import re

import pytest
from waiting import shows


@pytest.fixture
def trust(go, song):
    """The view of a song of the program's; the page and the song's id."""
    one = song("house")
    page = go(one, "trust")
    page.locator(".matrix-row").first.wait_for()
    return page, one


def test_a_bar_that_a_person_wrote_is_counted_as_theirs(trust, studio):
    page, song = trust
    assert "The program wrote all of it" in page.locator(".made-share").inner_text()
    rows = studio.get(f"/api/projects/{song}/notes")["parts"]["bass"]
    first = [index for index, row in enumerate(rows) if row[0] < 4]
    studio.post(f"/api/projects/{song}/notes", {
        "revision": studio.get(f"/api/projects/{song}")["revision"], "part": "bass",
        "remove": first, "add": [{"onset": 0, "duration": 2, "pitch": 40, "velocity": 90}],
        "summary": "Wrote a bar"})
    shows(page, "!/wrote all/.test(document.querySelector('.made-share').textContent)")
    bass = page.locator(".matrix-row[aria-label^=Bass]")
    # How it is played is still the program's.
    assert "Both: bar 1. Program: bars 2-16." in bass.get_attribute("aria-label")
    assert bass.locator(".cell.maker-both").count() == 1
    shares = [page.locator(f".made-table tbody td:nth-child({column})").all_inner_texts()
              for column in (2, 3)]
    assert sum(int(count) for column in shares for count in column) >= 1
    drawing = page.get_by_role("link", name="Open the drawing").get_attribute("href")
    answer = studio.ask("GET", drawing)
    assert answer.status == 200 and answer.type == "image/svg+xml"


def test_the_song_is_held_against_other_works(trust, studio):
    page, song = trust
    page.get_by_role("button", name=re.compile("^Check (now|again)$")).first.click()
    page.locator(".verdict").wait_for(timeout=120_000)
    job = next(one for one in studio.get("/api/jobs")["jobs"]
               if one["kind"] == "originality" and one["project"] == song)
    assert job["state"] == "done"
    assert "held against" in page.locator(".check-result").first.inner_text()
    assert "decided by people" in page.locator(".check-result").first.inner_text()
    # It is still there when one comes back.
    page.reload()
    page.locator(".verdict").wait_for()


@pytest.mark.parametrize(("name", "ending", "kind"), [
    ("To read (HTML)", ".html", "text/html"), ("For programs (JSON)", ".json", "application/json")])
def test_papers_are_written_and_downloaded(trust, studio, name, ending, kind):
    page, _ = trust
    page.get_by_role("button", name=name).click()
    link = page.locator(f'.papers a[href$="{ending}"]', has_text="authorship").first
    link.wait_for(timeout=60_000)
    answer = studio.ask("GET", link.get_attribute("href"))
    assert answer.status == 200 and answer.type == kind
    assert len(answer.body) > 500


def test_the_songs_of_the_library_are_compared(make_studio, open_page):
    own = make_studio("house", "lofi", "jazz")
    # A fourth song that is the third one.
    own.post("/api/imports/twin.etude", (own.folder / "jazz/jazz.etude").read_bytes())
    page = open_page(own, "#/project/house/trust", "trust")
    card = page.locator(".trust-card", has_text="Are my songs one song?")
    card.get_by_role("button", name="Compare my songs").click()
    card.locator(".verdict").wait_for(timeout=60_000)
    assert "3 songs are worth" in card.locator(".verdict").inner_text()
    assert "are the same and count once" in card.inner_text()
    assert "different ones" in card.inner_text() and "Vendi score" in card.inner_text()
    assert card.locator(".pairs li").count() >= 3
    assert "% alike" in card.locator(".pairs li").first.inner_text()
    titles = {one["title"] for one in own.get("/api/projects")["projects"]}
    shown = set(card.locator(".pairs a").all_inner_texts())
    assert shown <= titles, (shown, titles)
    card.locator("summary").click()
    songs = card.locator(".sameness-songs input")
    songs.nth(3).wait_for()
    for title in ("House", "Lo-fi"):
        card.locator(".sameness-songs label", has_text=title).locator("input").check()
    assert "2 songs of the library" in card.locator("summary").inner_text()
    with page.expect_request(lambda one: one.url.endswith("/api/jobs")) as request:
        card.get_by_role("button", name="Check again").click()
    assert len(request.value.post_data_json["request"]["projects"]) == 2
    card.locator(".verdict", has_text="2 songs are worth").wait_for(timeout=60_000)
    card.locator(".pairs a").first.click()
    page.wait_for_selector("#main[data-view=arrange]")
