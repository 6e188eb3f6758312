"""The studio's server as the tests run it: started, asked, killed, started again."""
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: dict
    body: bytes

    def json(self):
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def type(self):
        """The type without parameters."""
        return self.headers.get("content-type", "").split(";")[0]


def free_port():
    """A port of this machine that nobody listens to."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Studio:
    """One server over one library."""

    def __init__(self, program, folder, environment):
        self.program, self.folder, self.environment = program, Path(folder), environment
        self.port = free_port()
        self.process = None
        self.survives_refused_writes = False

    @property
    def url(self):
        """The page's address."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self):
        """Starts it and waits until it answers; returns the seconds that took."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [self.program, "studio", str(self.folder), "--port", str(self.port)],
            env=self.environment, cwd=self.folder.parent, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            # Python ignores the signal of a file that grows too large, and so does what it starts.
            restore_signals=not self.survives_refused_writes)
        while time.monotonic() < began + 30:
            if self.process.poll() is not None:
                break
            try:
                if self.ask("GET", "/health").status == 200:
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"the studio did not start: {self.process.stderr.read().decode()}")

    def stop(self):
        """Ends it as Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """Ends it as a power cut does."""
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, method, path, body=None, headers=None, timeout=30):
        """One request; a body that is no bytes goes out as JSON."""
        sent = {"X-Etude": "test"} if method not in ("GET", "HEAD") else {}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        elif body is not None:
            sent["Content-Type"] = "application/octet-stream"
        sent.update(headers or {})
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data=body, method=method,
            headers={name: value for name, value in sent.items() if value is not None})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return _answer(answer)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error)

    def get(self, path):
        """The JSON behind a path; an error is raised as such."""
        return self._expect("GET", path, None)

    def post(self, path, body=None):
        """Posts JSON, or bytes as a file."""
        return self._expect("POST", path, {} if body is None else body)

    def _expect(self, method, path, body):
        answer = self.ask(method, path, body)
        assert answer.status < 400, f"{method} {path}: {answer.status} {answer.body[:300]!r}"
        return answer.json()

    def job(self, kind, request=None, project=None, timeout=60):
        """Orders a job and waits for its end; returns it."""
        order = {"kind": kind, "request": request or {}}
        if project:
            order["project"] = project
        return self.wait(self.post("/api/jobs", order)["id"], timeout)

    def wait(self, job, timeout=60):
        """Waits for a job's end; returns it."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            now = self.get(f"/api/jobs/{job}")
            if now["state"] in ("done", "failed", "cancelled"):
                return now
            time.sleep(0.05)
        raise AssertionError(f"job {job} did not end within {timeout} s: {now}")

    def memory(self):
        """The resident set now, in bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
        return 0


def _answer(answer):
    return Answer(
        answer.status, {name.lower(): value for name, value in answer.headers.items()},
        answer.read())
