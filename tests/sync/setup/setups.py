"""Set-up files for tests: the small house, the demo, and small changes to them."""

from datetime import date
from importlib.resources import files

from sync import setup
from sync.setup import BadSetup, Setup
from tests.builders.catalogue import SETUP

ON = date(2026, 11, 21)
SMALL = SETUP.read_text(encoding="utf-8")


def demo(*names: str) -> Setup:
    """The demo's organisation with some of its venues."""
    folder = files("resources") / "demo"
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ("taquilla.toml", *names)}
    return setup.read_all(texts, on=ON)


def changed(*replacements: tuple[str, str]) -> str:
    """The small house with texts replaced; each of them must occur in it."""
    text = SMALL
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def problems(text: str) -> list[tuple[str, str, str]]:
    """The problems of a file: place, kind, detail."""
    try:
        setup.read(text, on=ON)
    except BadSetup as bad:
        return [(problem.where, problem.what.value, problem.detail) for problem in bad.problems]
    return []


def venue(section: str) -> str:
    """The small house with one more venue of one section, in which no event takes place."""
    return SMALL + f'\n[[venue]]\nkey = "otra"\nname = "Otra"\naddress = "Caracas"\n[[venue.section]]\n{section}\n'
