"""How much the page weighs and how soon it can be used; that it fetches nothing from elsewhere."""
import re
import time
from pathlib import Path

import pytest
from waiting import shows

PAGE = Path(__file__).resolve().parents[2] / "Sources/Web/StudioWeb/Page"
LIMIT = 400_000
VIEWS = {
    "library": ("#/", ".card"), "ask": ("#/ask", ".ask-prompt"),
    "arrange": ("#/project/house/arrange", ".arrange-cell"),
    "notes": ("#/project/house/notes/bass", ".roll-scroller"),
    "mix": ("#/project/house/mix", "#main > *"), "trust": ("#/project/house/trust", "#main > *"),
    "brief": ("#/brief", "#main > *"),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_cold_start_weighs_less_than_400_kb(browser, studio, view):
    address, usable = VIEWS[view]
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    sizes, urls = {}, {}
    client.on("Network.responseReceived",
              lambda event: urls.__setitem__(event["requestId"], event["response"]["url"]))
    client.on("Network.loadingFinished",
              lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]))
    began = time.monotonic()
    page.goto(studio.url + address)
    page.wait_for_selector(usable)
    usable_after = time.monotonic() - began
    page.wait_for_timeout(800)
    own = {urls[id_]: size for id_, size in sizes.items()
           if "/api/" not in urls.get(id_, "/api/")}
    total = sum(own.values())
    print(f"{view}: {total / 1000:.0f} kB in {len(own)} files, usable after {usable_after:.2f} s")
    foreign = [url for url in urls.values() if not url.startswith((studio.url, "blob:", "data:"))]
    context.close()
    assert not foreign, foreign
    assert total < LIMIT, sorted(own.items(), key=lambda pair: -pair[1])[:8]


def test_nothing_is_drawn_twice_in_another_place(browser, studio):
    """Layout shift, as browsers count it."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.add_init_script("""window.shifts = []; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(
            [entry.value, entry.sources.map(one => one.node?.className ?? one.node?.nodeName)
                .join(' ')]);
    }).observe({ type: 'layout-shift', buffered: true })""")
    for address, usable in VIEWS.values():
        page = context.new_page()
        page.goto(studio.url + address)
        page.wait_for_selector(usable)
        page.wait_for_timeout(700)
        shifts = page.evaluate("window.shifts")
        assert sum(value for value, _ in shifts) < 0.1, (address, shifts)
        page.close()
    context.close()


def test_no_view_breaks_the_policy_or_fails_to_load_anything(browser, studio):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    problems = []
    for name, (address, usable) in VIEWS.items():
        page = context.new_page()
        page.on("console", lambda message, name=name: problems.append((name, message.text))
                if message.type in ("error", "warning") else None)
        page.on("response", lambda answer, name=name: problems.append((name, answer.url))
                if answer.status >= 400 else None)
        page.goto(studio.url + address)
        page.wait_for_selector(usable)
        page.wait_for_timeout(500)
        page.close()
    context.close()
    assert not problems, problems


def test_sources_hold_nothing_that_the_policy_forbids():
    for file in PAGE.rglob("*"):
        if file.suffix not in (".js", ".html", ".css"):
            continue
        text = file.read_text(encoding="utf-8")
        where = file.relative_to(PAGE)
        assert not re.search(r"\beval\(|new Function\(|document\.write", text), where
        assert not re.search(r"\.innerHTML\s*[+]?=|insertAdjacentHTML", text), where
        for address in re.findall(r"https?://[^\s'\"`)]+", text):
            assert address.startswith(("http://www.w3.org/", "https://www.w3.org/")), (
                where, address)
        # The texts on screen stand in one file, for translation.
        lines = len(text.splitlines())
        assert file.name == "strings.js" or lines <= 400, f"{where} has {lines} lines"
    whole = sum(file.stat().st_size for file in PAGE.rglob("*") if file.is_file())
    print(f"all files of the page: {whole / 1000:.0f} kB")


def test_the_page_stays_when_it_is_reloaded(open_page, studio):
    page = open_page(studio, "#/project/house/notes/bass", "notes")
    shows(page, "!!etudeTest.roll")
    page.reload()
    shows(page, "etudeTest.roll?.editor.part === 'bass'")
    page.go_back()
