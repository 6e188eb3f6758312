"""What goes wrong is seen, and can be done again: jobs that fail, a disk that is full, no token."""
import re
import resource
import socket
import subprocess

import pytest
from server import free_port
from waiting import shows, until


@pytest.fixture
def own(make_studio):
    """A server of its own over two songs; it survives a write that is refused."""
    return make_studio("house", "lofi", survives_refused_writes=True)


@pytest.fixture
def full_disk(own):
    """Makes every write of the server fail, as a full disk does, and gives the disk back."""
    def limit(size):
        resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    yield lambda is_full=True: limit(0 if is_full else resource.RLIM_INFINITY)
    if own.process.poll() is None:
        limit(resource.RLIM_INFINITY)


def test_a_job_that_fails_is_told_and_can_be_ordered_again(own, open_page, full_disk):
    page = open_page(own, "#/project/house/arrange", "arrange")
    page.locator(".arrange-cell").first.wait_for()
    full_disk()
    page.get_by_role("button", name="Regenerate", exact=True).click()
    page.locator(".toast-error").first.wait_for()
    assert page.locator(".toast-error").first.inner_text().strip()
    full_disk(False)
    notes = own.get("/api/projects/house/notes")["parts"]
    page.locator(".toast-error .icon-button").first.click()
    page.get_by_role("button", name="Regenerate", exact=True).click()
    until(lambda: own.get("/api/projects/house/notes")["parts"] != notes, 60)
    done = own.get("/api/jobs")["jobs"][0]
    assert done["state"] == "done", done


def test_a_full_disk_is_told_and_the_edit_can_be_repeated(own, open_page, full_disk):
    page = open_page(own, "#/project/house/notes/bass", "notes")
    shows(page, "!!etudeTest.roll")
    before = own.get("/api/projects/house/notes")["parts"]["bass"]
    full_disk()
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+ArrowUp")
    page.locator(".toast-error").first.wait_for()
    # Nothing of it was kept, and the page shows what is.
    assert own.get("/api/projects/house/notes")["parts"]["bass"] == before
    shows(page, """rows => JSON.stringify(etudeTest.context.store.project.notes.parts.bass)
        === JSON.stringify(rows)""", before)
    assert own.ask("GET", "/health").status == 200
    full_disk(False)
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+ArrowUp")
    until(lambda: own.get("/api/projects/house/notes")["parts"]["bass"] != before)
    page.keyboard.press("Control+z")
    until(lambda: own.get("/api/projects/house/notes")["parts"]["bass"] == before)


def test_sound_that_cannot_be_written_is_told_and_rendered_later(own, open_page, full_disk):
    page = open_page(own, "#/project/lofi/mix", "mix")
    page.locator(".channel").first.wait_for()
    render = page.get_by_role("button", name="Render the real chain")
    shows(page, "!document.querySelector('.mix-bar .button-main').disabled")
    job = own.post("/api/jobs", {"kind": "render", "project": "lofi",
                                 "request": {"formats": ["stems"]}})["id"]
    until(lambda: own.get(f"/api/jobs/{job}")["state"] in ("running", "done"))
    full_disk()
    ended = own.wait(job, 90)
    full_disk(False)
    if ended["state"] == "failed":
        page.locator(".toast-error").first.wait_for()
        page.locator(".jobs-button").click()
        page.locator(f'.job[data-job="{job}"].job-failed').wait_for()
        page.keyboard.press("Escape")
    page.locator('.channel[data-id="keys"] .fader').focus()
    page.keyboard.press("PageUp")
    shows(page, "!document.querySelector('.mix-bar .button-main').disabled")
    render.click()
    until(lambda: own.get("/api/jobs")["jobs"][0]["state"] == "done"
          and own.get("/api/jobs")["jobs"][0]["id"] != job, 120)
    shows(page, "document.querySelector('.mix-status').textContent.includes('rendered mix')")


def test_a_studio_that_is_gone_is_told_and_edits_wait_for_it(own, open_page):
    page = open_page(own, "#/project/house/arrange", "arrange")
    page.locator(".arrange-cell").first.wait_for()
    own.kill()
    page.locator(".shell-offline").wait_for()
    page.evaluate("""etudeTest.context.store.project.editNotes({ part: 'bass', add: [{ onset: 0.5,
        duration: 0.25, pitch: 30, velocity: 90 }], summary: 'Drew 1 note' })""")
    assert page.evaluate("etudeTest.context.store.project.isSaved") is False
    own.start()
    page.locator(".shell-offline").wait_for(state="hidden", timeout=15_000)


def address_of_this_machine():
    """An address at which other machines reach this one; None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: this asks for the way alone.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address


@pytest.fixture
def elsewhere(program, environment, own):
    """A studio that listens to other machines: the address that it printed, with its token."""
    host = address_of_this_machine()
    if host is None:
        pytest.skip("this machine has no address but its own")
    process = subprocess.Popen(
        [program, "studio", str(own.folder), "--host", host, "--port", str(free_port())],
        env=environment, cwd=own.folder.parent, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        if found := re.search(r"http://\S+token=\S+", line):
            break
    yield found.group()
    process.terminate()
    process.wait(15)
    process.stdout.close()


def test_another_machine_needs_the_address_that_was_printed(elsewhere, browser, own):
    own.stop()
    plain = elsewhere.split("?")[0]
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(plain)
    page.get_by_text("A token is needed").first.wait_for()
    page.get_by_text("Open the address that the studio printed.").first.wait_for()
    page.goto(elsewhere)
    page.locator(".card").first.wait_for()
    shows(page, "etudeTest.context.events.isOpen()")
    page.goto(plain + "#/project/house/arrange")
    page.locator(".arrange-section-more").first.click()
    page.get_by_role("menuitem", name="Duplicate").click()
    shows(page, "document.querySelectorAll('.arrange-section-body').length === 3")
    page.locator(".player-play").click()
    shows(page, "etudeTest.playerState().playing && etudeTest.playerState().position > 0.3")
    assert page.evaluate("etudeTest.playerState().error") is None
    context.close()
