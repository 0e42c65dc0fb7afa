"""Both programs as processes: their version, and a station without a display."""

import os
import re
import tomllib

import pytest

from pos_app import cli
from pos_app.ui import wording
from tests.builders import ordinary
from tests.source_tree import ROOT

OK, REFUSED = 0, 1
NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.parametrize(("module", "name"), [("pos_app", "taquilla"), ("hq", "taquilla-hq")])
def test_a_program_prints_its_version(module: str, name: str) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    done = ordinary.run("-m", module, "--version")
    assert (done.returncode, done.stdout) == (OK, f"{name} {version}\n")


@pytest.mark.parametrize("display", ["", ":77"])
def test_a_station_without_a_display_is_refused_in_words(display: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = ordinary.run("-m", "pos_app", "run", "caja", environment={**environment, "DISPLAY": display})
    assert done.returncode == REFUSED
    assert done.stderr.startswith("ARR-04: No hay pantalla")
    assert "Traceback" not in done.stderr


def unexplained(printed: str) -> list[str]:
    """The lines of arguments and options without a text beside or below them."""
    lines = printed.splitlines()
    return [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if re.match(r"  \S", line) and not re.search(r"\S {2,}\S", line.strip()) and not below.startswith(" " * 20)
    ]


COMMANDS = ("run", "demo", "load", "enrol", "verify", "rebuild", "backup", "restore", "reopen", "logs")


@pytest.mark.parametrize("command", ["", *COMMANDS])
@pytest.mark.parametrize(("language", "foreign"), [("es", "options|usage|show this"), ("en", "opciones|uso:|muestra")])
def test_help_is_full_in_both_languages(
    command: str, language: str, foreign: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LANG", f"{language}_VE.UTF-8")
    wording.use(language)
    with pytest.raises(SystemExit):
        cli.main([*filter(None, [command]), "--help"])
    wording.use("es")
    printed = capfd.readouterr().out
    assert re.search(foreign, printed) is None
    assert unexplained(printed) in ([], ["  orden"], ["  command"])  # the title of the list of commands


def test_a_mistyped_command_is_answered_in_the_language(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["verify"])
    assert caught.value.code == cli.USAGE
    assert "faltan: profile" in capfd.readouterr().err
