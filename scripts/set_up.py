"""Make .venv from the lock, and make it again when the folder, the Python or the lock is another one.

`.venv/.ready` records what .venv was made from. It is written last: after an interruption set-up starts over.
"""

import fcntl
import json
import os
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from platform import machine

from scripts import pip_options, testing_aids

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
READY = VENV / ".ready"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# The oldest glibc that every wheel of the lock runs on; `make lock` checks it, README.md names it.
OLDEST_GLIBC = {"x86_64": (2, 34), "aarch64": (2, 39)}
SOURCES = ("domain", "sync", "printing", "pos_app", "hq", "resources")

State = dict[str, str]
# What differs here needs a new .venv: an install on top would keep packages that the lock no longer names.
FOUNDATION = ("path", "python", "lock", "set_up")


def main() -> int:
    """Bring .venv up to date; 0 when it is."""
    os.chdir(ROOT)
    if reason := missing(sys.platform, machine(), glibc(), is_plain=is_plain_cpython()):
        print(reason, file=sys.stderr)
        return 1
    try:
        with one_at_a_time():
            set_up()
    except subprocess.CalledProcessError as error:
        step = shlex.join(map(str, error.cmd))
        print(f"Set-up did not finish and starts over at the next make; this failed: {step}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Set-up did not finish and starts over at the next make: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up was interrupted and starts over at the next make.", file=sys.stderr)
        return 130
    return 0


def set_up() -> None:
    """Do what the recorded state lacks; nothing when it is the wanted one."""
    if VENV.is_symlink():
        VENV.unlink()  # what a link leads to belongs to another folder and stays as it is
    wanted, recorded = wanted_state(), recorded_state()
    if not starts_with_pip():
        recorded = {}
    if recorded == wanted:
        return
    READY.unlink(missing_ok=True)
    is_new = any(recorded.get(name) != wanted[name] for name in FOUNDATION)
    if is_new or recorded.get("project") != wanted["project"]:
        install_project(is_new=is_new)
    done = dict(wanted)
    has_aids = not is_new and recorded.get("testing_aids") == wanted["testing_aids"]
    if not (has_aids or testing_aids.install(VENV, environment())):
        done["testing_aids"] = "incomplete"  # differs from what is wanted: the next make tries again
    READY.with_suffix(".new").write_text(json.dumps(done, indent=1), encoding="utf-8")
    READY.with_suffix(".new").replace(READY)


def install_project(*, is_new: bool) -> None:
    """Install the system's libraries and the project; a new .venv gets the lock first."""
    run("scripts/system_libraries.sh")
    if is_new:
        make_venv()
        pip("install", *pip_options.LOCKED, "requirements.lock")
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    pip("check", quiet=False)
    run(PYTHON, "-m", "compileall", "-q", "-j", "0", *SOURCES)


def missing(system: str, architecture: str, libc: tuple[int, int] | None, *, is_plain: bool) -> str:
    """What this machine lacks to install the lock's wheels, in one sentence; empty when it lacks nothing.

    `libc` is the version of glibc, None for another C library. Systems other than Linux are let through.
    """
    lack = ""
    if not is_plain:
        lack = f"CPython with the global interpreter lock, which {sys.executable} is not"
    elif system == "linux":
        oldest = OLDEST_GLIBC.get(architecture)
        if oldest is None or sys.maxsize < 1 << 32:
            lack = f"a 64-bit Python on {' or '.join(OLDEST_GLIBC)}, and this one is for {architecture}"
        elif libc is None:
            lack = "glibc, and this system has another C library (musl?)"
        elif libc < oldest:
            lack = "glibc {}.{} on {}, and this system has {}.{}".format(*oldest, architecture, *libc)
    return f"Taquilla's libraries have no wheels for this machine: they need {lack}." if lack else ""


def glibc() -> tuple[int, int] | None:
    """The version of glibc; None where the C library is another one."""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
        major, minor = version.split(".")[:2]
    except (OSError, ValueError):
        return None
    return (int(major), int(minor)) if name == "glibc" else None


def is_plain_cpython() -> bool:
    """Whether this is the Python that wheels are built for: CPython, not the free-threaded build."""
    return sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")


def wanted_state() -> State:
    """What .venv must be made from."""
    return {
        "path": str(ROOT),
        "python": f"{os.path.realpath(sys.executable)} {sys.version}",
        "lock": digest("requirements.lock"),
        "set_up": digest("scripts/set_up.py", "scripts/pip_options.py"),
        "project": digest("pyproject.toml", "scripts/system_libraries.sh"),
        "testing_aids": f"{digest(*testing_aids.FILES)} {testing_aids.judge_pythons()}",
    }


def recorded_state() -> State:
    """What .venv was made from; empty when that is not known."""
    try:
        recorded = json.loads(READY.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return recorded if isinstance(recorded, dict) else {}


def starts_with_pip() -> bool:
    """Whether .venv has a Python that starts, of the version that runs this, and a pip."""
    look = "import sys, pip; print(sys.version)"
    try:
        done = subprocess.run([PYTHON, "-c", look], capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.rstrip("\n") == sys.version


def make_venv() -> None:
    """An empty .venv with a pip."""
    if not (find_spec("ensurepip") and find_spec("venv")):
        run("scripts/apt_install.sh", f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def digest(*names: str) -> str:
    """One figure for the content of these files."""
    return sha256(b"\0".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def pip(command: str, *arguments: str, quiet: bool = True) -> None:
    """Run the pip of .venv."""
    run(PYTHON, "-m", "pip", *(["--quiet"] if quiet else []), command, *arguments)


def run(*command: str | Path) -> None:
    """Run a step of set-up. Raises CalledProcessError; the step has said on stderr what went wrong."""
    subprocess.run(command, env=environment(), check=True)


def environment() -> dict[str, str]:
    """The environment of every step."""
    return {**os.environ, **pip_options.ENVIRONMENT}


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two makes started together in this folder set up one after the other."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems lock no folders
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main())
