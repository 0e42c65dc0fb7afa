"""`taquilla run` in a process of its own: the settings decide how the window looks, and the system until they do."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pos_app import settings
from pos_app.settings import PrinterKind, PrinterSettings, Settings
from pos_app.vault import ENVIRONMENT_KEY, VaultKind
from tests.builders import stations

RUN_AND_LOOK = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pos_app import cli
from pos_app.ui import theme

application = QApplication(["taquilla"])

def look():
    labels = [label for window in application.topLevelWidgets() for label in window.findChildren(QLabel)]
    words = [" ".join(label.text().split()) for label in labels]
    if "Ana Rondón" not in words:
        return
    print(theme.in_use(), *words, sep="\\n")
    application.quit()

looking = QTimer()
looking.timeout.connect(look)
looking.start(20)
sys.exit(cli.main(["run", sys.argv[1]]))
"""


RUN_AND_END = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pos_app import cli

application = QApplication(["taquilla"])

def look():
    windows = [window for window in application.topLevelWidgets() if window.isVisible()]
    words = [label.text() for window in windows for label in window.findChildren(QLabel) if label.isVisible()]
    if any(sys.argv[2] in word for word in words) and "Cerrar el programa" in words:
        QTest.keySequence(windows[0], "Ctrl+Q")

looking = QTimer()
looking.timeout.connect(look)
looking.start(20)
sys.exit(cli.main(["run", sys.argv[1]]))
"""


@pytest.mark.parametrize("folder", ["", "none/none"])
def test_a_start_that_is_refused_is_on_the_error_output_too(tmp_path: Path, folder: str) -> None:
    """A service manager and a terminal see no window. The window shows the key that closes it, and ends the program."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN_AND_END, str(tmp_path / folder), "no contiene una taquilla"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("ARR-02: ")
    assert "no contiene una taquilla" in ran.stderr


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    with closing(stations.new_station(tmp_path / "profile").database):
        return tmp_path / "profile"


def window_of(profile: Path, chosen: Settings, *options: str, **environment: str) -> tuple[str, set[str]]:
    """The theme and the texts of the first window that knows the staff."""
    settings.write(profile, chosen)
    around = {**os.environ, ENVIRONMENT_KEY: stations.ROOT_SECRET.hex(), **environment}
    ran = subprocess.run(
        [sys.executable, "-c", RUN_AND_LOOK, str(profile), *options],
        capture_output=True,
        text=True,
        check=True,
        env=around,
    )
    theme, *words = ran.stdout.splitlines()
    return theme, set(words)


@pytest.mark.parametrize(
    ("language", "theme", "lang", "choose"),
    [
        ("en", "contrast", "es_VE.UTF-8", "Choose your name: F1, F2 …"),
        ("es", "dark", "en_US.UTF-8", "Elija su nombre: F1, F2 …"),
        ("", "light", "en_US.UTF-8", "Choose your name: F1, F2 …"),
        ("", "light", "C.UTF-8", "Elija su nombre: F1, F2 …"),
    ],
)
def test_the_window_has_the_language_and_the_theme_of_the_settings(
    profile: Path, language: str, theme: str, lang: str, choose: str
) -> None:
    in_use, words = window_of(profile, Settings(VaultKind.ENVIRONMENT, language, theme), LANG=lang)
    assert in_use == theme
    assert choose in words


@pytest.mark.parametrize(("lang", "words"), [("en_US.UTF-8", "holds no station"), ("C", "no contiene una taquilla")])
def test_the_system_decides_the_language_of_the_terminal(tmp_path: Path, lang: str, words: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pos_app", "verify", str(tmp_path)],
        capture_output=True, text=True, check=False, env={**os.environ, "LANG": lang},
    )  # fmt: skip
    assert words in ran.stderr


def test_a_virtual_printer_has_a_window_of_its_own(profile: Path) -> None:
    virtual = PrinterSettings(PrinterKind.VIRTUAL)
    _, words = window_of(profile, Settings(VaultKind.ENVIRONMENT, "es", "light", virtual), "--papers")
    assert {"Impresora virtual", "0 papeles"} <= words
