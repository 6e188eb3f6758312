"""Finding, running and timing programs for the benchmarks."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOUND_FONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")


@dataclass
class Run:
    """What one process did: its exit code, its output and what it took."""

    code: int
    output: str
    errors: str
    wall: float
    """Seconds from before the process starts until it has ended."""
    cpu: float
    """Seconds of user time on all cores."""
    peak: float
    """The greatest resident set, in MB (10^6 bytes)."""

    def json(self):
        """The output as JSON."""
        return json.loads(self.output)


def find_etude(named=None):
    """The program to measure: as named, else $ETUDE, else the release build of this repository."""
    built = REPOSITORY / ".build/release/etude"
    path = Path(named or os.environ.get("ETUDE") or built)
    if not (path.is_file() and os.access(path, os.X_OK)):
        sys.exit(
            f"there is no program at {path}\n"
            f"hint: build it with: make build (in {REPOSITORY}), or name one in $ETUDE or --etude")
    return str(path.resolve())


def need(program, package):
    """Ends with a hint where a peer is not installed."""
    if shutil.which(program) is None:
        sys.exit(f"{program} is not installed\nhint: as root: apt-get install {package}")


def run(command, folder=None, environment=None, check=True):
    """Runs a command to its end and measures that process alone; not while another run is on."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        done = Run(
            process.returncode, output.read().decode("utf-8", "replace"),
            errors.read().decode("utf-8", "replace"), wall, usage.ru_utime,
            usage.ru_maxrss * 1024 / 1e6)
    if check and done.code != 0:
        sys.exit(f"exit code {done.code}: {' '.join(map(str, command))}\n{done.errors.strip()}")
    return done


class Workplace:
    """An empty folder with a cache and a configuration of its own, removed at the end."""

    def __init__(self, etude):
        self.etude = etude
        self._folder = tempfile.TemporaryDirectory(prefix="etude-benchmark-")
        self.folder = Path(self._folder.name)
        self.environment = dict(
            os.environ, XDG_CACHE_HOME=str(self.folder / "cache"),
            XDG_CONFIG_HOME=str(self.folder / "configuration"))
        # An installed program has its data beside it; one in a build folder takes the sources'.
        if any(part.startswith(".build") for part in Path(etude).parts):
            self.environment.setdefault("ETUDE_DATA", str(REPOSITORY / "Sources/Formats"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def empty_cache(self):
        """Forgets everything that was rendered."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def run(self, *words, check=True):
        """Runs etude with words inside the folder."""
        return run([self.etude, *map(str, words)], self.folder, self.environment, check)
