"""Opens the studio's page in Chromium and prints as JSON how fast it is.

page.py ADDRESS FOLDER-OF-THE-PAGE-TESTS
"""
import json
import shutil
import sys
import time
import urllib.request

from playwright.sync_api import sync_playwright

ADDRESS, TESTS = sys.argv[1:3]
sys.path.insert(0, TESTS)
import music

SCROLL = """async count => {
    const { scroller } = etudeTest.roll.surface;
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    for (let i = 0; i < 20; i += 1) await frame();
    const began = performance.now();
    for (let i = 0; i < count; i += 1) {
        scroller.scrollLeft += 11;
        scroller.scrollTop += i % 40 < 20 ? 3 : -3;
        await frame();
    }
    return count / (performance.now() - began) * 1000;
}"""


def cold_start(browser):
    """Seconds from nothing to a library that can be used, the best of three."""
    times = []
    for _ in range(3):
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        page = context.new_page()
        began = time.monotonic()
        page.goto(ADDRESS)
        page.wait_for_selector(".card")
        times.append(time.monotonic() - began)
        context.close()
    return min(times)


def frames(browser):
    """Frames a second while a song of 20,000 notes is scrolled."""
    request = urllib.request.Request(
        ADDRESS + "api/imports/many.mid", music.many(20_000),
        {"X-Etude": "benchmark", "Content-Type": "application/octet-stream"})
    with urllib.request.urlopen(request) as answer:
        song = json.load(answer)["project"]
    with urllib.request.urlopen(f"{ADDRESS}api/projects/{song}") as answer:
        part = json.load(answer)["parts"][0]["id"]
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{ADDRESS}#/project/{song}/notes/{part}")
    page.wait_for_selector(".roll-scroller")
    page.wait_for_timeout(1500)
    return max(page.evaluate(SCROLL, 150) for _ in range(3))


with sync_playwright() as driver:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which(
        "google-chrome")
    chromium = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
    print(json.dumps({"start": cold_start(chromium), "frames": frames(chromium)}))
    chromium.close()
