"""Trust: who made what, likeness to other works and of one's own songs, papers."""
import pytest
from ahead import Ahead
from waiting import shows, until

FIGURES = {"size": 3, "variety": 2.4, "likeness": 0.3, "beside": {
    "size": 3, "own": 2.4, "human": {"size": 3, "variety": {"mean": 2.6, "low": 2.2, "high": 2.9}}}}
SAMENESS = {"report": {
    "works": [{"path": "house/house.etude", "id": "house", "title": "House in D"},
              {"path": "jazz/jazz.etude", "style": "jazz-swing"}, {"path": "lofi/lofi.etude"}],
    "verdict": ["They are as various as human pieces."], "notices": [], "skipped": [{"path": "x"}],
    "review": {
        "count": 3, "together": FIGURES, "comparable": FIGURES, "aspects": {"harmony": FIGURES},
        "nearest": [{"first": 0, "second": 2, "likeness": 0.62, "aspects": {}, "same": [
            {"aspect": "harmony", "firstBars": [1, 4], "secondBars": [5, 8],
             "words": "the same chords for 4 bars"}]}],
        "progressions": [{"name": "I - V - vi - IV", "pieces": 2, "of": 3, "humanShare": 0.08,
                          "members": [0, 2]}], "rhythms": []}}}


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
    page.get_by_role("button", name="Check now").click()
    page.get_by_role("progressbar", name="Checking").wait_for()
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


def test_the_songs_of_the_library_are_compared(trust):
    page, _ = trust
    ahead = Ahead(page, "sameness")
    ahead.reports["sameness"] = SAMENESS
    card = page.locator(".trust-card", has_text="Are my songs one song?")
    card.get_by_role("button", name="Compare my songs").click()
    card.locator(".verdict", has_text="3 songs are worth 2.4 different ones").wait_for()
    assert ahead.asked == [("sameness", {})]
    text = card.inner_text()
    assert "They are as various as human pieces." in text
    assert "House in D and lofi: 62 % alike" in text
    assert "the same chords for 4 bars (bars 1–4, bars 5–8)" in text
    assert "I - V - vi - IV in 2 of 3, in 8 % of human songs" in text
    assert "1 file could not be read." in text
    assert card.get_by_role("link", name="House in D").first.get_attribute("href").startswith(
        "#/project/house")
    card.locator("summary").click()
    songs = card.locator(".sameness-songs input")
    songs.nth(1).wait_for()
    songs.nth(0).check()
    songs.nth(1).check()
    assert "2 songs of the library" in card.locator("summary").inner_text()
    card.get_by_role("button", name="Check again").click()
    until(lambda: len(ahead.asked) == 2)
    assert len(ahead.asked[1][1]["projects"]) == 2


def test_a_studio_that_cannot_compare_offers_nothing(trust, studio):
    if "sameness" in studio.get("/api/studio").get("features", []):
        pytest.skip("this studio can")
    page, _ = trust
    assert not page.get_by_text("Are my songs one song?").is_visible()
