"""The library: search, order, stars, tags, trash and undo, import, hearing a song."""
import music
import pytest
from waiting import shows, until


@pytest.fixture
def library(studio, open_page):
    page = open_page(studio, "#/", "library")
    page.wait_for_selector(".card")
    return page


def card(page, song):
    return page.locator(f'.card[data-id="{song}"]')


def entry(studio, song):
    return next(one for one in studio.get("/api/projects")["projects"] if one["id"] == song)


def test_every_song_has_a_card_with_its_facts(library, studio):
    for song in ("lofi", "house", "jazz"):
        one = entry(studio, song)
        text = card(library, song).inner_text()
        assert one["title"] in text and f"{one['bars']} bars" in text
        assert f"{round(one['tempo'])} BPM" in text and one["key"] in text


def test_search_finds_by_title_style_and_key_and_says_when_nothing_fits(library):
    library.keyboard.press("/")
    library.keyboard.type("jazz swing")
    shows(library, "document.querySelectorAll('.card').length === 1")
    assert card(library, "jazz").count() == 1
    assert "1 of" in library.locator(".library-count").inner_text()
    library.get_by_role("searchbox").fill("no such song anywhere")
    library.get_by_text("No song matches").wait_for()
    library.get_by_role("button", name="Show everything").click()
    card(library, "house").wait_for()


def test_the_order_can_be_chosen_and_is_kept(library):
    def titles():
        return [text.lower() for text in library.locator(".card-title").all_inner_texts()]
    library.get_by_label("Sort by").select_option("name")
    assert titles() == sorted(titles())
    library.reload()
    library.wait_for_selector(".card")
    assert library.get_by_label("Sort by").input_value() == "name"


def test_stars_are_set_by_press_and_by_key(library, studio, song):
    one = song("jazz")
    card(library, one).wait_for()
    stars = card(library, one).locator(".stars")
    box = stars.bounding_box()
    stars.click(position={"x": box["width"] * 0.7, "y": box["height"] / 2})
    shows(library, """id => document.querySelector(`.card[data-id="${id}"] .stars`)
        .ariaValueNow === '4'""", arg=one)
    until(lambda: entry(studio, one)["rating"] == 4)
    card(library, one).locator(".card-open").focus()
    library.keyboard.press("2")
    until(lambda: entry(studio, one)["rating"] == 2)
    library.reload()
    card(library, one).wait_for()
    assert card(library, one).locator(".stars").get_attribute("aria-valuenow") == "2"


def test_tags_are_set_and_filter(library, studio, song):
    one = song("jazz")
    card(library, one).locator(".card-open").focus()
    library.keyboard.press("t")
    library.get_by_label("Tags, separated by commas").fill("night drive, client A")
    library.keyboard.press("Enter")
    until(lambda: entry(studio, one)["tags"] == ["night drive", "client A"])
    library.locator(".library-tags .tag-button", has_text="night drive").first.click()
    shows(library, "document.querySelectorAll('.card').length === 1")
    assert card(library, one).count() == 1


def test_a_song_goes_to_the_trash_and_comes_back(library, studio, song):
    one = song("jazz")
    studio.ask("PATCH", f"/api/projects/{one}", {"tags": ["keep"], "rating": 3})
    card(library, one).locator(".card-open").focus()
    library.keyboard.press("Delete")
    card(library, one).wait_for(state="detached")
    until(lambda: studio.ask("GET", f"/api/projects/{one}").status == 404)
    library.locator(".toast").get_by_role("button", name="Undo").click()
    card(library, one).wait_for()
    assert (entry(studio, one)["tags"], entry(studio, one)["rating"]) == (["keep"], 3)


def test_a_midi_file_is_imported_by_the_file_chooser(library, studio, tmp_path):
    file = tmp_path / "night walk.mid"
    file.write_bytes(music.steady(64, bars=4))
    with library.expect_file_chooser() as chooser:
        library.get_by_role("button", name="Import").click()
    chooser.value.set_files(file)
    library.locator(".toast-good", has_text="night walk").wait_for()
    library.locator(".card", has_text="night walk").first.wait_for()
    found = [one for one in studio.get("/api/projects")["projects"] if "night" in one["id"]]
    assert len(found) == 1
    library.locator(".toast-good").get_by_role("button", name="Open").click()
    library.wait_for_selector("#main[data-view=arrange]")
    studio.ask("DELETE", f"/api/projects/{found[0]['id']}")


def test_what_is_no_midi_is_refused_with_a_hint(library, studio, tmp_path):
    text, broken = tmp_path / "a.txt", tmp_path / "broken.mid"
    text.write_text("words")
    broken.write_bytes(b"MThd nonsense")
    count = len(studio.get("/api/projects")["projects"])
    for file in (text, broken):
        library.set_input_files("input[type=file]", file)
        library.locator(".toast-error").last.wait_for()
        library.locator(".toast-error .icon-button").last.click()
    assert len(studio.get("/api/projects")["projects"]) == count


def test_what_another_program_does_is_seen(library, studio, song):
    one = song("jazz")
    card(library, one).wait_for()
    studio.ask("DELETE", f"/api/projects/{one}")
    card(library, one).wait_for(state="detached")


def test_a_song_is_heard_with_the_space_bar_and_stops(library):
    card(library, "lofi").locator(".card-open").focus()
    library.keyboard.press("Space")
    shows(library, "etudeTest.playerState().playing && etudeTest.playerState().position > 0.1")
    assert library.evaluate("etudeTest.playerState().project") == "lofi"
    assert card(library, "lofi").get_attribute("class").split().count("card-playing") == 1
    library.keyboard.press("Space")
    shows(library, "!etudeTest.playerState().playing")


def test_enter_opens_the_song(library):
    card(library, "house").locator(".card-open").focus()
    library.keyboard.press("Enter")
    library.wait_for_selector("#main[data-view=arrange]")
    assert "house" in library.evaluate("location.hash")


def test_an_empty_library_says_what_to_do(make_studio, open_page):
    page = open_page(make_studio(), "#/", "library")
    page.get_by_text("Nothing here yet").wait_for()
    page.get_by_role("link", name="Ask for a song").click()
    page.wait_for_selector("#main[data-view=ask]")


def test_a_song_that_cannot_be_read_is_listed_and_harms_nothing(make_studio, open_page):
    own = make_studio("jazz")
    (own.folder / "broken").mkdir()
    (own.folder / "broken/broken.etude").write_bytes(b"no project at all")
    page = open_page(own, "#/", "library")
    card(page, "jazz").wait_for()
    card(page, "broken").wait_for()
    assert own.ask("GET", "/api/projects/broken").status in (409, 422)
    assert entry(own, "broken")["fault"]


def test_a_project_is_imported(library, studio, seeds):
    library.set_input_files("input[type=file]", {
        "name": "brought.etude", "mimeType": "application/octet-stream",
        "buffer": (seeds / "jazz/jazz.etude").read_bytes()})
    library.locator(".toast-good", has_text="Imported brought.etude").wait_for()
    found = [one["id"] for one in studio.get("/api/projects")["projects"] if "brought" in one["id"]]
    assert len(found) == 1
    studio.ask("DELETE", f"/api/projects/{found[0]}")


def test_a_recording_is_heard_and_begins_a_new_song(library, studio, seeds):
    count = len(studio.get("/api/projects")["projects"])
    library.set_input_files("input[type=file]", {
        "name": "take.wav", "mimeType": "audio/wav",
        "buffer": (seeds / "lofi/master.wav").read_bytes()})
    told = library.locator(".toast-good", has_text="take.wav")
    told.wait_for(timeout=60_000)
    assert "BPM" in told.inner_text() and "0:17" in told.inner_text()
    assert len(studio.get("/api/projects")["projects"]) == count
    told.get_by_role("button", name="Start a song like this").click()
    library.wait_for_selector("#main[data-view=ask]")
    for option in ("tempo", "key", "duration"):
        library.locator(f'.chips .chip[data-option="{option}"]:not(.chip-add)').wait_for()
    shows(library, "!document.querySelector('.ask-go').disabled")
    assert library.evaluate("location.hash") == "#/ask"
