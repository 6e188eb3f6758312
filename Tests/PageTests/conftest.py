"""The real program serves the real page to a real browser."""
import os
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(HERE))
import music
import songs
from server import Studio
from waiting import shows

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

ARGUMENTS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required",
             "--force-color-profile=srgb"]


def chromium():
    """The browser's program; None where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    return None


@pytest.fixture(scope="session")
def program():
    """The built program."""
    path = Path(os.environ.get("ETUDE", REPOSITORY / ".build/release/etude")).resolve()
    if not os.access(path, os.X_OK):
        pytest.exit(f"there is no program at {path}; build it with: make build", 3)
    return str(path)


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """A cache and a configuration of the tests' own."""
    made = os.environ.get("ETUDE_PAGE_SEEDS")
    return songs.environment(Path(made) / ".home" if made else tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def seeds(program, environment, tmp_path_factory):
    """A folder of songs that nobody changes."""
    if made := os.environ.get("ETUDE_PAGE_SEEDS"):
        return Path(made)
    folder = tmp_path_factory.mktemp("seeds")
    songs.make(program, folder, environment)
    return folder


@pytest.fixture(scope="session")
def make_studio(program, environment, seeds, tmp_path_factory):
    """Starts servers, each over a library of its own, and ends them."""
    started = []

    def make(*names, survives_refused_writes=False):
        folder = tmp_path_factory.mktemp("studio") / "library"
        folder.mkdir()
        server = Studio(program, folder, environment)
        server.survives_refused_writes = survives_refused_writes
        for name in names:
            songs.copy(seeds, folder, name, name)
        server.start()
        started.append(server)
        return server

    yield make
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def studio(make_studio):
    """The server that most tests share; each works on copies of songs of its own."""
    return make_studio("lofi", "house", "jazz")


@pytest.fixture
def song(studio, seeds, request):
    """Makes a copy of a seed song in the shared library and gives its id; it goes at the end."""
    made = []

    def copy(seed="house"):
        name = f"t{len(made)}-" + "".join(
            letter if letter.isalnum() else "-" for letter in request.node.name.lower())[:40]
        songs.copy(seeds, studio.folder, seed, name)
        made.append(name)
        return name

    yield copy
    for name in made:
        studio.ask("DELETE", f"/api/projects/{name}")


@pytest.fixture(scope="session")
def tone(studio):
    """A song of one pitch, A4 on an organ, with its sound; its id and the key."""
    made = studio.post("/api/imports/tone.mid", music.steady(69))["project"]
    job = studio.job("render", {"formats": ["stems"]}, made)
    assert job["state"] == "done", job
    return made, 69


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window."""
    if sync_playwright is None or chromium() is None:
        pytest.skip("there is no Chromium, or no Playwright")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser, song):
    """Opens pages of a server, each a tab of one window; an uncaught error fails the test."""
    contexts, errors = {}, []

    def open_(studio, address="#/", view=None, **options):
        key = repr(sorted(options.items()))
        if key not in contexts:
            options.setdefault("viewport", {"width": 1280, "height": 720})
            contexts[key] = browser.new_context(**options)
        page = contexts[key].new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(studio.url + address)
        shows(page, "!!(window.etudeTest?.context && document.querySelector('#main > *'))")
        if view:
            page.wait_for_selector(f"#main[data-view={view}]")
        return page

    yield open_
    for context in contexts.values():
        context.close()
    assert not errors, errors


@pytest.fixture
def go(studio, open_page):
    """Opens a view of a song of the shared server, and waits until it can be used."""
    def open_(song, view, part=None):
        address = f"#/project/{song}/{view}" + (f"/{part}" if part else "")
        page = open_page(studio, address, view)
        if page.locator("#main .empty").count() and view in ("mix", "trust"):
            text = page.locator("#main .empty").first.inner_text()
            if "could not be opened" in text:
                pytest.skip(f"the view {view} does not exist yet")
        return page
    return open_
