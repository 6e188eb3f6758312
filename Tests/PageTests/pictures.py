"""Pictures of every view, for the documents.

python -m pictures FOLDER      writes FOLDER/studio-*.png, with $ETUDE
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import songs
from conftest import ARGUMENTS, chromium
from PIL import Image
from playwright.sync_api import sync_playwright
from server import Studio
from waiting import shows

LIBRARY = {
    # Brief, seed, formats; the first is shown in the views of a song.
    "night-bus": ("warm lo-fi hip-hop in D minor, 82 bpm, 16 bars", 7, "midi,stems,wav"),
    "rooftop": ("house, 32 bars, bright", 3, "midi"),
    "corner-cafe": ("bossa nova with flute, calm, 16 bars", 5, "midi"),
    "long-shadows": ("epic cinematic in C minor, 90 bpm, 24 bars", 4, "midi"),
    "blue-hour": ("jazz swing, 16 bars", 2, "midi"),
    "arcade": ("synthwave, 16 bars", 11, "midi"),
}
COLOURS = 200


class Album:
    """Takes pictures of one server's page."""

    def __init__(self, browser, studio, folder):
        self.studio, self.folder = studio, Path(folder)
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 800}, color_scheme="light")
        self.dark = browser.new_context(
            viewport={"width": 1280, "height": 800}, color_scheme="dark")

    def take(self, name, address, prepare=None, is_dark=False):
        """One picture of an address."""
        page = (self.dark if is_dark else self.context).new_page()
        page.set_default_timeout(60_000)
        page.goto(self.studio.url + address)
        shows(page, "!!(window.etudeTest?.context && document.querySelector('#main > *'))")
        page.wait_for_timeout(1200)
        if prepare:
            prepare(page)
            page.wait_for_timeout(700)
        path = self.folder / f"studio-{name}.png"
        page.screenshot(path=path)
        page.close()
        # A palette of the picture's own: a third of the size, and no difference to be seen.
        with Image.open(path) as image:
            image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
                path, optimize=True)
        print(path)


def ideas(page):
    """Composes a wall of ideas."""
    page.locator(".ask-prompt").fill("warm lo-fi in D minor, 82 bpm, 8 bars, with flute")
    page.get_by_label("How many ideas").fill("6")
    page.get_by_label("Sound", exact=True).set_checked(False)
    shows(page, "!document.querySelector('.ask-go').disabled")
    page.locator(".ask-go").click()
    page.locator(".idea").nth(5).wait_for()
    page.locator(".toast").first.wait_for(state="detached", timeout=15_000)


def choose(page):
    """Chooses a section, plays a little."""
    page.locator(".arrange-section-body").nth(1).click()
    play(page)


def chords(page):
    """Opens the suggestions for a chord."""
    page.locator(".arrange-chord").nth(2).click()
    page.locator(".arrange-suggestion").first.wait_for()


def play(page):
    """Plays for a moment and stops, so that positions and meters show something."""
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Space")
    page.wait_for_timeout(2500)
    page.keyboard.press("Space")


def meters(page):
    """Plays on, so that meters move."""
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("Space")
    page.wait_for_timeout(3000)


def mark(studio):
    """Stars and tags."""
    for name, rating, tags in (("night-bus", 5, ["client A", "kept"]), ("rooftop", 4, []),
                               ("corner-cafe", 3, ["client A"]), ("arcade", 4, ["kept"])):
        studio.ask("PATCH", f"/api/projects/{name}", {"rating": rating, "tags": tags})


def main(folder):
    """Makes the songs, opens each view."""
    with tempfile.TemporaryDirectory() as work:
        environment = songs.environment(Path(work) / "home")
        library = Path(work) / "library"
        for name, (brief, seed, formats) in LIBRARY.items():
            subprocess.run(
                [os.environ["ETUDE"], "compose", brief, "--seed", str(seed), "--formats", formats,
                 "--output", str(library / name), "--quiet"], env=environment, check=True,
                stdout=subprocess.DEVNULL)
        studio = Studio(os.environ["ETUDE"], library, environment)
        studio.start()
        mark(studio)
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
                album = Album(browser, studio, folder)
                song = "#/project/night-bus"
                album.take("library", "#/")
                album.take("arrange", f"{song}/arrange", choose)
                album.take("chords", f"{song}/arrange", chords, is_dark=True)
                album.take("notes", f"{song}/notes/keys", play)
                album.take("drums", f"{song}/notes/drums", is_dark=True)
                album.take("mix", f"{song}/mix", meters)
                album.take("trust", f"{song}/trust")
                album.take("client", "#/brief")
                album.take("ask", "#/ask", ideas)
                browser.close()
        finally:
            studio.stop()


if __name__ == "__main__":
    main(sys.argv[1])
