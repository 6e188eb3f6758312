"""`openapi.json` says what the server does: every route, every answer."""
import re
import urllib.parse
from pathlib import Path

import music
import pytest
from interface import FILE, Interface

SOURCES = Path(__file__).resolve().parents[2] / "Sources/Web/StudioWeb"


@pytest.fixture(scope="module")
def interface():
    return Interface()


@pytest.fixture
def ask(studio, interface):
    """Asks, and holds what comes against the description."""
    def ask_(method, path, body=None, **options):
        answer = studio.ask(method, path, body, **options)
        interface.check(method, path, answer)
        return answer
    return ask_


def test_the_description_is_small_and_refers_to_what_is_there(interface):
    assert len(interface.text.encode()) < 70_000
    schemas = interface.document["components"]["schemas"]
    for name in re.findall(r'#/components/schemas/(\w+)', interface.text):
        assert name in schemas
    assert interface.document["openapi"].startswith("3.1")
    for path in interface.document["paths"]:
        assert path == "/health" or path.startswith("/api/")


def test_every_route_of_the_server_is_described_and_no_other(interface):
    found = {("GET", "/health")}
    for file in SOURCES.rglob("*.swift"):
        text = file.read_text(encoding="utf-8")
        for method, path in re.findall(r'\bapi\.(get|post|put|patch|delete)\(\s*"([^"]+)"', text):
            path = re.sub(r"\*\*", "{path}", re.sub(r":(\w+)", r"{\1}", path))
            for name in ("undo", "redo") if r"\(verb)" in path else [None]:
                found.add((method.upper(), "/api/" + path.replace(r"\(verb)", name or "")))
    if ("GET", "/api/projects/{id}") not in found:
        pytest.skip("the server's sources are not here")
    described = interface.operations
    if FILE.name not in " ".join(path for _, path in found):
        described.discard(("GET", "/api/openapi.json"))
    assert found - described == set(), "not described"
    assert described - found == set(), "described, but not there"


def test_the_library_answers_as_described(ask, song):
    one = song("jazz")
    ask("GET", "/health")
    ask("GET", "/api/studio")
    for query in ("", "?search=jazz", "?sort=name", "?sort=tempo&tag=none"):
        ask("GET", f"/api/projects{query}")
    assert ask("PATCH", f"/api/projects/{one}", {"tags": ["a b", "é"], "rating": 4}).json() == {
        "tags": ["a b", "é"], "rating": 4}
    trashed = ask("DELETE", f"/api/projects/{one}").json()["trashed"]
    assert ask("GET", f"/api/projects/{one}").status == 404
    ask("POST", f"/api/trash/{urllib.parse.quote(trashed)}/restore", {})
    assert ask("GET", f"/api/projects/{one}").status == 200
    made = ask("POST", "/api/imports/a%20b.mid", music.steady(60)).json()["project"]
    ask("GET", f"/api/projects/{made}")
    ask("DELETE", f"/api/projects/{made}")
    brief = ask("POST", "/api/brief", {
        "prompt": "warm lo-fi in D minor, 82 bpm, 8 bars with flute, xyzzy", "options": {}}).json()
    chips = {chip["option"]: chip["value"] for chip in brief["chips"]}
    assert chips["style"] == "lo-fi" and chips["tempo"] == "82" and chips["bars"] == "8"
    assert brief["notUnderstood"] == ["xyzzy"]
    # A chip's option, set, says the same again.
    again = ask("POST", "/api/brief", {"prompt": "", "options": chips}).json()
    assert {chip["option"]: chip["value"] for chip in again["chips"]} == chips


def test_a_project_answers_as_described(ask, song):
    one = song("house")
    base = f"/api/projects/{one}"
    document = ask("GET", base).json()
    notes = ask("GET", f"{base}/notes").json()
    for part in document["parts"]:
        assert len(notes["parts"][part["id"]]) == part["notes"]
    bass = notes["parts"]["bass"]
    ask("POST", f"{base}/notes", {
        "revision": notes["revision"], "part": "bass", "remove": [0], "summary": "Moved 1 note",
        "add": [{"onset": bass[0][0], "duration": bass[0][1], "pitch": int(bass[0][2]) + 1,
                 "velocity": int(bass[0][3])}]})
    stale = ask("POST", f"{base}/notes", {
        "revision": notes["revision"], "part": "bass", "remove": [0], "add": []})
    assert stale.status == 409
    section = document["sections"][0]["id"]
    for edit in ({"setEnergy": {"section": section, "energy": 0.4}},
                 {"setChord": {"bar": 1, "position": "0", "chord": "Fmaj7"}},
                 {"transpose": {"semitones": 1, "parts": [], "bars": [0, 2]}},
                 {"transpose": {"semitones": -1, "parts": ["bass"], "bars": None}},
                 {"swapInstrument": {"part": "bass", "instrument": "upright-bass"}},
                 {"duplicateSection": {"section": section}},
                 {"moveSection": {"section": section, "index": 1}},
                 {"resizeSection": {"section": section, "bars": 4}},
                 {"deleteSection": {"section": section}},
                 {"setControls": {"part": "lead", "controls": {"intensity": 0.7},
                                  "resets": False}}):
        assert ask("POST", f"{base}/edits", edit).status == 200, edit
    assert ask("POST", f"{base}/undo", {}).status == 200
    assert ask("POST", f"{base}/undo", {"steps": 2}).status == 200
    assert ask("POST", f"{base}/redo", {}).status == 200
    ask("POST", f"{base}/locks", {"bars": [0, 2], "parts": ["bass"], "releases": False})
    ask("POST", f"{base}/locks", {"bars": None, "parts": ["lead"], "releases": False})
    assert len(ask("GET", base).json()["locks"]) == 2
    ask("POST", f"{base}/locks", {"bars": None, "parts": [], "releases": True})
    history = ask("GET", f"{base}/history").json()["events"]
    assert [event["isCurrent"] for event in history].count(True) >= 1
    first, last = history[0]["state"], history[-1]["state"]
    ask("PUT", f"{base}/versions/first%20try", {})
    assert ask("GET", f"{base}/versions").json()["versions"][0]["name"] == "first try"
    assert ask("GET", f"{base}/compare?from={first}&to={last}").json()["parts"]
    ask("POST", f"{base}/restore", {"state": first})
    assert ask("GET", f"{base}/compare?from={first}&to={first}").json()["parts"] == []
    ask("DELETE", f"{base}/versions/first%20try")
    assert ask("GET", f"{base}/suggestions?bar=3").json()["suggestions"]
    ask("GET", f"{base}/provenance")
    ask("POST", f"{base}/comments", {"seconds": 2.5, "text": "less busy drums", "author": "Ada"})
    comment = ask("GET", f"{base}/comments").json()["comments"][0]
    assert (comment["seconds"], comment["text"], comment["author"]) == (
        2.5, "less busy drums", "Ada")
    ask("DELETE", f"{base}/comments/{comment['id']}")
    assert ask("GET", f"{base}/comments").json()["comments"] == []
    for picture in ("roll.svg", "authorship.svg?dark=1"):
        assert ask("GET", f"{base}/picture/{picture}").body.lstrip().startswith(b"<")


def test_a_mix_is_read_and_set(ask, song):
    one = song("lofi")
    plan = ask("GET", f"/api/projects/{one}/mix").json()["plan"]
    plan["channels"][0]["gain"] -= 3
    assert ask("PUT", f"/api/projects/{one}/mix", {"plan": plan}).status == 200
    kept = ask("GET", f"/api/projects/{one}/mix").json()["plan"]
    assert kept["channels"][0]["gain"] == pytest.approx(plan["channels"][0]["gain"])


def test_files_come_whole_and_in_ranges(ask, song, studio, seeds):
    one = song("lofi")
    files = ask("GET", f"/api/projects/{one}/files").json()["files"]
    assert any(file["path"].startswith("stems/") for file in files)
    path = f"/api/projects/{one}/files/stems/bass.wav"
    whole = ask("GET", path)
    assert whole.type == "audio/wav"
    assert whole.body == (seeds / "lofi/stems/bass.wav").read_bytes()
    for header, expected in (("bytes=0-43", whole.body[:44]), ("bytes=44-", whole.body[44:]),
                             ("bytes=-100", whole.body[-100:]),
                             (f"bytes=100-{10**12}", whole.body[100:])):
        part = ask("GET", path, headers={"Range": header})
        assert (part.status, part.body) == (206, expected), header
    assert ask("GET", path, headers={"If-None-Match": whole.headers["etag"]}).status == 304
    assert ask("GET", f"/api/projects/{one}/files/stems/nothing.wav").status == 404
    document = ask("GET", f"/api/projects/{one}").json()
    assert document["sound"]["state"] == "ready"
    for stem in document["sound"]["stems"]:
        assert ask("GET", stem["url"], headers={"Range": "bytes=0-3"}).body == b"RIFF"


def test_jobs_answer_as_described(ask, studio, song):
    one = song("jazz")
    orders = [
        {"kind": "compose", "request": {"prompt": "house, 4 bars", "options": {"key": "A minor"},
                                        "seed": 5, "variations": 2, "sound": False}},
        {"kind": "regenerate", "project": one, "request": {"bars": [0, 2], "parts": ["bass"],
                                                            "composer": "players"}},
        {"kind": "vary", "project": one, "request": {"amount": 0.3, "bars": [2, 4], "parts": []}},
        {"kind": "continue", "project": one, "request": {"bars": 2}},
        {"kind": "mend", "project": one, "request": {}},
        {"kind": "export", "project": one, "request": {"formats": ["midi"]}},
        {"kind": "disclosure", "project": one, "request": {"format": "html"}},
        {"kind": "originality", "project": one, "request": {}},
    ]
    made = []
    for order in orders:
        answer = ask("POST", "/api/jobs", order)
        assert answer.status == 202, answer.body
        ended = studio.wait(answer.json()["id"])
        ask("GET", f"/api/jobs/{ended['id']}")
        assert ended["state"] == "done", ended
        assert ended["progress"] == 1
        made += ended["result"]["projects"]
    assert len(made) == 2
    more = studio.job("more", {"projects": made[:1], "variations": 2})
    assert len(more["result"]["projects"]) == 2
    blend = studio.job("blend", {"first": made[0], "second": made[1], "share": 0.5})
    assert len(blend["result"]["projects"]) == 1
    ids = [job["id"] for job in ask("GET", "/api/jobs").json()["jobs"]]
    assert len(ids) == len(set(ids)) >= len(orders)
    assert ask("DELETE", f"/api/jobs/{ids[0]}").json()["state"] == "done"
    for id_ in made + more["result"]["projects"] + blend["result"]["projects"]:
        ask("DELETE", f"/api/projects/{id_}")


def test_events_tell_of_edits_and_jobs(studio, song):
    import threading
    import urllib.request
    one = song("jazz")
    lines, opened = [], threading.Event()

    def listen():
        with urllib.request.urlopen(studio.url + "api/events", timeout=20) as stream:
            assert stream.headers["Content-Type"].startswith("text/event-stream")
            for line in stream:
                opened.set()
                lines.append(line.decode().strip())
                if "event: project" in lines and any('"state":"done"' in line for line in lines):
                    return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert opened.wait(5)
    studio.post(f"/api/projects/{one}/edits",
                {"transpose": {"semitones": 1, "parts": [], "bars": None}})
    studio.job("originality", {}, one)
    listener.join(10)
    assert not listener.is_alive(), lines
    data = lines[lines.index("event: project") + 1]
    assert data.startswith("data: ") and one in data


@pytest.mark.parametrize(("method", "path", "body", "status"), [
    ("GET", "/api/projects/nothing", None, 404),
    ("GET", "/api/nothing", None, 404),
    ("GET", "/nothing.js", None, 404),
    ("GET", "/api/projects/house/suggestions", None, 400),
    ("GET", "/api/projects/house/suggestions?bar=9999", None, 422),
    ("GET", "/api/projects/house/suggestions?bar=-1", None, 422),
    ("GET", "/api/projects/house/compare?from=1", None, 400),
    ("GET", "/api/projects/house/compare?from=1&to=99999", None, None),
    ("POST", "/api/projects/house/restore", {"state": 99999}, None),
    ("POST", "/api/projects/house/edits", {"setEnergy": {"section": "no", "energy": 1}}, 422),
    ("POST", "/api/projects/house/edits", {"setEnergy": {"section": "drop-1", "energy": 7}}, 422),
    ("POST", "/api/projects/house/edits", {"nothing": {}}, 400),
    ("POST", "/api/projects/house/edits", {}, 400),
    ("POST", "/api/projects/house/edits",
     {"setChord": {"bar": 1, "position": "0", "chord": "Xyz"}}, 400),
    ("POST", "/api/projects/house/edits",
     {"setChord": {"bar": 9999, "position": "0", "chord": "C"}}, 422),
    ("POST", "/api/projects/house/edits",
     {"setChord": {"bar": 1, "position": "1/0", "chord": "C"}}, 400),
    ("POST", "/api/projects/house/edits",
     {"swapInstrument": {"part": "bass", "instrument": "no"}}, None),
    ("POST", "/api/projects/house/edits",
     {"resizeSection": {"section": "drop-1", "bars": 1000000}}, 422),
    ("POST", "/api/projects/house/edits",
     {"transpose": {"semitones": 10**9, "parts": [], "bars": None}}, 422),
    ("POST", "/api/projects/house/edits",
     {"transpose": {"semitones": 1, "parts": [], "bars": [8, 2]}}, 400),
    ("POST", "/api/projects/house/locks",
     {"bars": [5, 1], "parts": [], "releases": False}, 400),
    ("POST", "/api/projects/house/undo", {"steps": 0}, 422),
    ("POST", "/api/projects/house/undo", {"steps": -5}, 422),
    ("PUT", "/api/projects/house/versions/" + "x" * 2000, {}, None),
    ("PATCH", "/api/projects/house", {"rating": 6}, 422),
    ("PATCH", "/api/projects/house", {"tags": ["x" * 65]}, 422),
    ("PATCH", "/api/projects/house", {"tags": [f"x{n}" for n in range(1000)]}, 422),
    ("POST", "/api/trash/nothing/restore", {}, 404),
    ("POST", "/api/trash/..%2F..%2Fhouse/restore", {}, 404),
    ("POST", "/api/imports/a.mid", b"no MIDI at all", 422),
    ("POST", "/api/imports/a.mid", b"", 422),
    ("POST", "/api/imports/.mid", b"MThd", 422),
    ("POST", "/api/jobs", {"kind": "nothing"}, 400),
    ("POST", "/api/jobs", {"kind": "mend"}, 400),
    ("POST", "/api/jobs", {"kind": "mend", "project": "nothing"}, 404),
    ("POST", "/api/jobs",
     {"kind": "compose", "request": {"prompt": "lo-fi", "variations": 65}}, 422),
    ("POST", "/api/jobs",
     {"kind": "compose", "request": {"prompt": "lo-fi", "options": {"tempo": "-1"}}}, None),
    ("POST", "/api/jobs",
     {"kind": "compose", "request": {"prompt": "lo-fi", "options": {"no": "1"}}}, None),
    ("POST", "/api/jobs", {"kind": "blend", "request": {"first": "no", "second": "no"}}, 404),
    ("POST", "/api/jobs",
     {"kind": "blend", "request": {"first": "house", "second": "jazz", "share": 2}}, 422),
    ("POST", "/api/jobs", {"kind": "more", "request": {"projects": []}}, 422),
    ("POST", "/api/jobs",
     {"kind": "regenerate", "project": "house", "request": {"bars": [3, 3]}}, 400),
    ("GET", "/api/jobs/nothing", None, 404),
    ("GET", "/api/projects/house/picture/nothing.svg", None, 404),
    ("POST", "/api/projects/house/comments", {"seconds": -1, "text": "a"}, 422),
    ("POST", "/api/projects/house/comments", {"seconds": 1, "text": ""}, 422),
    ("POST", "/api/projects/house/comments", {"seconds": 1e300, "text": "a"}, 422),
    ("POST", "/api/projects/house/comments", {"seconds": 1, "text": "x" * 100_000}, 422),
    ("DELETE", "/api/projects/house/comments/99999", None, 404),
    ("DELETE", "/api/projects/house/comments/no", None, 404),
    ("PUT", "/api/projects/house/mix", {"plan": {"channels": []}}, 422),
    ("PUT", "/api/projects/house/mix", {}, 400),
    ("DELETE", "/api/jobs/nothing", None, 404),
    ("POST", "/api/brief", {"options": {}}, 400),
    ("POST", "/api/brief", {"prompt": "lo-fi", "options": {"tempo": "-1"}}, None),
])
def test_what_cannot_be_is_refused_in_words(studio, interface, method, path, body, status):
    before = studio.get("/api/projects/house")["revision"]
    answer = studio.ask(method, path, body)
    assert 400 <= answer.status < 500, f"{answer.status}: {answer.body[:200]!r}"
    if status:
        assert answer.status == status, answer.body
    assert answer.type == "application/problem+json"
    interface.hold({"$ref": "#/components/schemas/Problem"}, answer.json(), path)
    assert str(studio.folder) not in answer.body.decode()
    assert studio.get("/api/projects/house")["revision"] == before


def test_references_are_kept_listed_and_removed(studio, ask, song):
    one = song("lofi")
    sound = (studio.folder / one / "stems/bass.wav").read_bytes()
    path = f"/api/projects/{one}/references"
    assert ask("GET", path).json() == {"references": []}
    kept = ask("PUT", f"{path}/a%20record.wav", sound)
    assert kept.status == 201 and kept.json()["name"] == "a record.wav"
    (found,) = ask("GET", path).json()["references"]
    assert found["name"] == "a record.wav" and 10 < found["seconds"] < 30
    assert ask("PUT", f"{path}/broken.wav", b"RIFF").status == 422
    assert ask("DELETE", f"{path}/a%20record.wav").status < 300
    assert ask("DELETE", f"{path}/a%20record.wav").status == 404


def test_every_operation_was_asked(interface):
    missing = interface.operations - interface.asked - {
        ("GET", "/api/events"), ("GET", "/api/openapi.json")}
    assert not missing
