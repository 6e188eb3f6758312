"""The server killed and started again: edits are kept, jobs taken up, pages come back."""
import json
import subprocess
import time

import pytest
import songs
from waiting import shows, until


@pytest.fixture
def own(make_studio):
    return make_studio("house", "jazz")


def test_a_server_killed_in_mid_job_takes_it_up_and_keeps_every_edit(own, open_page):
    page = open_page(own, "#/project/house/arrange", "arrange")
    edited = own.post("/api/projects/house/edits",
                      {"transpose": {"semitones": 2, "parts": ["bass"], "bars": [0, 4]}})
    own.ask("PATCH", "/api/projects/house", {"rating": 5, "tags": ["kept"]})
    notes = own.get("/api/projects/house/notes")
    running = own.post("/api/jobs", {"kind": "compose", "request": {
        "prompt": "lo-fi, 4 bars", "variations": 3, "sound": True, "seed": 9}})["id"]
    waiting = own.post("/api/jobs", {"kind": "regenerate", "project": "jazz", "request": {
        "bars": [0, 4], "parts": ["bass"], "composer": "players"}})["id"]
    until(lambda: own.get(f"/api/jobs/{running}")["state"] == "running"
          and own.get(f"/api/jobs/{running}")["progress"] > 0.05, 30)
    own.kill()
    page.locator(".shell-offline").wait_for()
    own.start()
    page.locator(".shell-offline").wait_for(state="hidden", timeout=15_000)
    assert own.get("/api/projects/house/notes") == notes
    assert own.get("/api/projects/house")["revision"] == edited["revision"]
    entry = next(one for one in own.get("/api/projects")["projects"] if one["id"] == "house")
    assert (entry["rating"], entry["tags"]) == (5, ["kept"])
    done = own.wait(running, 120)
    assert done["state"] == "done", done
    assert len(done["result"]["projects"]) == 3
    assert own.wait(waiting, 60)["state"] == "done"
    for made in done["result"]["projects"]:
        assert own.get(f"/api/projects/{made}")["bars"] == 4
    songs = [one["id"] for one in own.get("/api/projects")["projects"]]
    assert len(songs) == 2 + 3, songs
    # The page goes on where it was.
    page.keyboard.press("Control+z")
    until(lambda: own.get("/api/projects/house")["revision"] > edited["revision"])
    assert own.get("/api/projects/house/notes")["parts"] != notes["parts"]


def test_edits_at_the_moment_of_the_kill_are_whole_or_not_there(own, program, environment):
    sent = 0
    for turn in range(3):
        revision = own.get("/api/projects/jazz")["revision"]
        own.post("/api/projects/jazz/edits", {
            "transpose": {"semitones": 1 if turn % 2 else -1, "parts": [], "bars": None}})
        sent += 1
        own.kill()
        own.start()
        assert own.get("/api/projects/jazz")["revision"] == revision + 1
    events = own.get("/api/projects/jazz/history")["events"]
    assert len(events) == sent + 1
    own.stop()
    verified = subprocess.run(
        [program, "provenance", "verify", str(own.folder / "jazz")], env=environment,
        capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_an_edit_made_while_the_server_is_away_is_told(own, open_page):
    page = open_page(own, "#/project/jazz/notes/comp", "notes")
    shows(page, "!!etudeTest.roll")
    own.kill()
    page.locator(".shell-offline").wait_for()
    page.evaluate("""etudeTest.context.store.project.editNotes({ part: 'comp', remove: [0],
        add: [], summary: 'Deleted 1 note' })""")
    page.locator(".toast-error").first.wait_for()
    own.start()
    page.locator(".shell-offline").wait_for(state="hidden", timeout=15_000)
    count = len(own.get("/api/projects/jazz/notes")["parts"]["comp"])
    shows(page, "n => etudeTest.context.store.project.notes.parts.comp.length === n", count)


def test_ctrl_c_ends_it_at_once_and_a_second_start_finds_everything(own):
    own.post("/api/projects/jazz/edits",
             {"transpose": {"semitones": 1, "parts": [], "bars": None}})
    before = own.get("/api/projects/jazz/notes")
    job = own.post("/api/jobs", {"kind": "compose", "request": {
        "prompt": "lo-fi, 4 bars", "variations": 2, "sound": True}})["id"]
    until(lambda: own.get(f"/api/jobs/{job}")["state"] == "running")
    began = time.monotonic()
    own.stop()
    assert time.monotonic() - began < 10
    assert own.process.returncode in (0, 130)
    own.start()
    assert own.get("/api/projects/jazz/notes") == before
    assert own.wait(job, 120)["state"] == "done"


def test_a_damaged_file_of_jobs_or_marks_harms_no_song(own):
    own.ask("PATCH", "/api/projects/jazz", {"rating": 2})
    own.job("originality", {}, "jazz")
    own.stop()
    for name in ("jobs.json", "sound.json"):
        file = own.folder / ".etude-studio" / name
        if file.exists():
            file.write_text("{ no json")
    own.start()
    assert own.get("/api/projects/jazz")["bars"] == 8
    assert own.get("/api/jobs")["jobs"] == []
    assert own.job("originality", {}, "jazz")["state"] == "done"


def test_the_command_line_works_on_a_song_that_the_studio_holds(own, program, environment,
                                                                  open_page):
    page = open_page(own, "#/project/jazz/arrange", "arrange")
    before = own.get("/api/projects/jazz")["revision"]
    done = subprocess.run(
        [program, "edit", str(own.folder / "jazz"), "transpose", "up", "1", "--json"],
        env=environment, capture_output=True, text=True)
    if done.returncode == 64:
        pytest.skip(f"the command is another: {done.stderr[:200]}")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    until(lambda: own.get("/api/projects/jazz")["revision"] > before)
    shows(page, "n => etudeTest.context.store.project.document.revision > n", before)


def test_changes_of_the_command_line_go_through_the_studio(own, program, environment, seeds,
                                                           tmp_path):
    songs.copy(seeds, tmp_path, "jazz", "jazz")

    def etude(folder, *words):
        done = subprocess.run(
            [program, words[0], str(folder / "jazz"), *words[1:]], env=environment,
            capture_output=True, text=True)
        return done.returncode, done.stdout.replace(str(folder), "")

    for words in (("edit", "transpose", "up", "2", "--parts", "bass", "--no-audio"),
                  ("lock", "--parts", "bass", "--bars", "1-2"),
                  ("regenerate", "--bars", "1-4", "--parts", "comp", "--no-audio"),
                  ("vary", "--amount", "0.5", "--bars", "3-4", "--no-audio"),
                  ("undo", "--no-audio"), ("redo", "--no-audio"),
                  ("edit", "delete", "nowhere", "--no-audio"),
                  ("undo", "--steps", "99", "--no-audio")):
        told = etude(own.folder, *words)
        assert told == etude(tmp_path, *words), words
    kinds = [job["kind"] for job in own.get("/api/jobs")["jobs"]]
    assert kinds == ["vary", "regenerate"]
    own.stop()
    verified = subprocess.run(
        [program, "provenance", "verify", str(own.folder / "jazz")], env=environment,
        capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_commands_work_on_the_file_after_the_studio_was_killed(own, program, environment):
    own.kill()
    done = subprocess.run(
        [program, "edit", str(own.folder / "jazz"), "transpose", "up", "1", "--no-audio"],
        env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    own.start()
    assert own.get("/api/projects/jazz")["revision"] == 2
