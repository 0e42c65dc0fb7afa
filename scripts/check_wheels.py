"""Does everything in the lock have a wheel for each Python and machine that README.md names?"""

import subprocess
import sys
import tempfile

from scripts.set_up import OLDEST_GLIBC, PYTHONS, ROOT, VENV


def main() -> int:
    """Resolve the lock for each of them without installing; 1 when a wheel is missing."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for architecture, glibc in OLDEST_GLIBC.items():
            for python in PYTHONS:
                platform = "{}-manylinux_{}_{}".format(architecture, *glibc)
                failed |= not _has_wheels(python, platform, folder)
    return failed


def _has_wheels(python: str, platform: str, folder: str) -> bool:
    command = [
        *(str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--dry-run", "--target", folder),
        *("--python", sys.executable, "--python-version", python, "--python-platform", platform),
        *("--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", "requirements.lock"),
    ]
    has_all = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    print(f"Python {python} on {platform}: {'all wheels' if has_all else 'a wheel is missing'}")
    return has_all


if __name__ == "__main__":
    sys.exit(main())
