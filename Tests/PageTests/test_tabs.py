"""Many tabs of one browser: they share one stream of events, and none of them waits for it."""
import pytest
from waiting import shows, until

TABS = 8
SECTIONS = "n => document.querySelectorAll('.arrange-section-body').length === n"


@pytest.fixture
def own(make_studio):
    return make_studio("house")


@pytest.fixture
def tabs(own, open_page):
    """Eight tabs on one song: a browser opens no more than six connections to a host."""
    opened = [open_page(own, "#/project/house/arrange", "arrange") for _ in range(TABS)]
    for page in opened:
        page.locator(".arrange-cell").first.wait_for()
        shows(page, "etudeTest.context.events.isOpen()")
    return opened


def duplicate(page):
    """Copies the first section by hand."""
    page.bring_to_front()
    page.locator(".arrange-section-more").first.click()
    page.get_by_role("menuitem", name="Duplicate").click()


def test_eight_tabs_all_see_an_edit_of_one(tabs):
    duplicate(tabs[-1])
    for page in tabs:
        shows(page, SECTIONS, 3)


def test_they_go_on_when_the_first_ones_are_closed(tabs, own):
    for page in tabs[:6]:
        page.close()
    duplicate(tabs[-1])
    for page in tabs[6:]:
        shows(page, SECTIONS, 3)
    own.post("/api/projects/house/undo")
    for page in tabs[6:]:
        shows(page, SECTIONS, 2)


def test_they_all_fetch_anew_when_the_studio_is_back(tabs, own):
    own.kill()
    for page in tabs:
        shows(page, "!etudeTest.context.events.isOpen()")
    own.start()
    section = own.get("/api/projects/house")["sections"][0]["id"]
    own.post("/api/projects/house/edits", {"duplicateSection": {"section": section}})
    for page in tabs:
        shows(page, SECTIONS, 3)


def test_a_tab_that_the_browser_brings_back_sees_what_it_missed(tabs, own):
    page = tabs[0]
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.evaluate("etudeTest.context.events.isOpen()") is False
    revision = own.get("/api/projects/house")["revision"]
    section = own.get("/api/projects/house")["sections"][0]["id"]
    own.post("/api/projects/house/edits", {"duplicateSection": {"section": section}})
    until(lambda: own.get("/api/projects/house")["revision"] > revision)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    shows(page, SECTIONS, 3)
