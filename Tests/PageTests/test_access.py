"""Every view, light and dark: axe-core finds nothing serious, and the keyboard reaches all."""
import pytest
from axe_playwright_python.sync_playwright import Axe
from waiting import shows, until

axe = Axe()
VIEWS = {
    "library": "#/", "ask": "#/ask", "arrange": "#/project/lofi/arrange",
    "notes": "#/project/lofi/notes/keys", "drums": "#/project/lofi/notes/drums",
    "mix": "#/project/lofi/mix", "trust": "#/project/lofi/trust", "brief": "#/brief",
}


@pytest.fixture
def view(studio, open_page):
    """Opens a view in one light; skips one that does not exist yet."""
    def open_(name, light, **options):
        page = open_page(studio, VIEWS[name], color_scheme=light, **options)
        page.wait_for_timeout(600)
        if page.get_by_text("This view could not be opened").count():
            pytest.skip(f"the view {name} does not exist yet")
        return page
    return open_


def serious(page):
    """What axe-core calls serious or critical, with where it is."""
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['help']}: " + "; ".join(
        " ".join(map(str, node["target"])) + " " + node.get("failureSummary", "").split("\n")[-1]
        for node in one["nodes"][:3])
        for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("name", VIEWS)
def test_axe_finds_nothing_serious(view, name, light):
    page = view(name, light)
    assert page.evaluate("document.documentElement.dataset.theme") == light
    assert serious(page) == []


@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing_serious_in_what_opens(view, light):
    page = view("arrange", light)
    problems = []
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    problems += serious(page)
    page.keyboard.press("Escape")
    for opener in (".arrange-section-more", ".arrange-chord", ".arrange-instrument",
                   ".jobs-button", "[aria-label='Light or dark']"):
        page.locator(opener).first.click()
        page.wait_for_timeout(250)
        problems += serious(page)
        page.keyboard.press("Escape")
    page.get_by_role("tab", name="History").click()
    page.wait_for_timeout(250)
    problems += serious(page)
    assert problems == []


@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing_serious_in_masters_checks_and_exports(studio, song, open_page, light):
    one = song("lofi")
    sound = (studio.folder / one / "stems/keys.wav").read_bytes()
    assert studio.ask("PUT", f"/api/projects/{one}/references/record.wav", sound).status < 300
    for kind, project in (("master", one), ("sameness", None), ("originality", one)):
        assert studio.job(kind, {}, project, 120)["state"] == "done"
    studio.ask("PUT", f"/api/projects/{one}/versions/first", {})
    page = open_page(studio, f"#/project/{one}/mix", "mix", color_scheme=light)
    page.locator(".channel").first.wait_for()
    page.get_by_role("tab", name="Master").click()
    page.locator(".references li").wait_for()
    for summary in page.locator(".master-facts summary").all():
        summary.click()
    problems = serious(page)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("combobox", name="Version").wait_for()
    problems += serious(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Trust").click()
    page.locator(".verdict").nth(1).wait_for()
    page.locator(".sameness-choice summary").click()
    page.wait_for_timeout(300)
    problems += serious(page)
    assert problems == []


WALK = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const name = one.getAttribute('aria-label') || one.innerText || one.title
        || one.labels?.[0]?.innerText || one.placeholder || one.getAttribute('aria-labelledby');
    const hasRing = element => {
        const own = getComputedStyle(element);
        return (own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) > 0)
            || own.boxShadow !== 'none';
    };
    return { tag: one.tagName, class: String(one.className), name: String(name ?? '').trim(),
        role: one.getAttribute('role'),
        isSeen: box.width > 0 && box.height > 0 && style.visibility !== 'hidden',
        hasRing: hasRing(one) || [...one.children].some(hasRing)
            || (one.parentElement && hasRing(one.parentElement)),
        key: one.tagName + '|' + one.className + '|' + (name ?? '') };
}"""


@pytest.mark.parametrize("name", VIEWS)
def test_tab_walks_through_a_view_that_fits_its_window(view, name):
    page = view(name, "light")
    for width, height in ((1024, 768), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        wide, high = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert wide <= width, f"{wide} px wide in {width}"
        assert high <= height or name in ("library", "ask", "trust", "brief"), f"{high} px high"
    page.evaluate("document.activeElement?.blur()")
    stops, seen = [], set()
    for _ in range(100):
        page.keyboard.press("Tab")
        stop = page.evaluate(WALK)
        if stop is None:
            break
        stops.append(stop)
        if len(stops) > 10 and stop["key"] == stops[0]["key"]:
            break
        seen.add(stop["key"])
    assert len(seen) >= 6, [stop["key"] for stop in stops]
    for stop in stops:
        assert stop["name"], f"no name: {stop}"
        assert stop["isSeen"], f"not seen: {stop}"
        assert stop["hasRing"], f"no focus ring: {stop}"


def test_a_song_is_made_heard_and_edited_without_a_pointer(make_studio, open_page):
    own = make_studio()
    page = open_page(own, "#/", "library")
    page.keyboard.press("Shift+A")
    page.wait_for_selector("#main[data-view=ask]")
    page.keyboard.press("/")
    page.keyboard.type("house, 4 bars")
    shows(page, "!document.querySelector('.ask-go').disabled")
    page.keyboard.press("Control+Enter")
    page.locator(".idea").first.wait_for(timeout=60_000)
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press("1")
    shows(page, "etudeTest.playerState().playing", seconds=15)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("#main[data-view=arrange]")
    song = page.evaluate("etudeTest.context.store.project.id")
    # To the sections by Tab, then copied by key.
    for _ in range(60):
        page.keyboard.press("Tab")
        if "arrange-section-body" in page.evaluate("document.activeElement.className"):
            break
    sections = len(own.get(f"/api/projects/{song}")["sections"])
    page.keyboard.press("Control+d")
    until(lambda: len(own.get(f"/api/projects/{song}")["sections"]) == sections + 1)
    shows(page, "etudeTest.context.store.project.document.canUndo")
    page.keyboard.press("Control+z")
    until(lambda: len(own.get(f"/api/projects/{song}")["sections"]) == sections)
