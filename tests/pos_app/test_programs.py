"""Both programs as processes: their version, and a station without a display."""

import os
import re
import tomllib
from collections.abc import Callable

import pytest

from hq import cli as hq_cli
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


COMMANDS = ("run", "demo", "load", "enrol", "verify", "rebuild", "backup", "restore", "reopen", "logs", "completion")


HQ_COMMANDS = (
    *("serve", "demo", "migrate", "check", "load", "retire", "tenant add", "tenant list", "staff add", "staff list"),
    *("station", "station add", "station list", "station codes", "station thaw", "station approve", "block grant"),
    *("block list", "seats release", "books close", "person list", "performance list", "zone list", "series list"),
    "completion",
)


HELP = [
    *((cli.main, command) for command in ("", *COMMANDS)),
    *((hq_cli.main, command) for command in ("", *HQ_COMMANDS)),
]
FOREIGN = {"es": r"\boptions\b|usage|show this|print ", "en": "opciones|uso:|muestra"}


@pytest.mark.parametrize(("main", "command"), HELP)
@pytest.mark.parametrize("language", FOREIGN)
def test_help_is_full_in_both_languages(
    main: Callable[[list[str]], int],
    command: str,
    language: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", f"{language}_VE.UTF-8")
    wording.use(language)
    with pytest.raises(SystemExit):
        main([*command.split(), "--help"])
    wording.use("es")
    printed = capfd.readouterr().out
    assert re.search(FOREIGN[language], printed) is None
    assert unexplained(printed) in ([], ["  orden"], ["  command"])  # the title of the list of commands
