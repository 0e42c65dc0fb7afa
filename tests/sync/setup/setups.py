"""Set-up files for tests: the small house and the demo, and small changes to them."""

from datetime import date
from importlib.resources import files

from sync import setup
from sync.setup import BadSetup, Setup
from tests.pos_app.stations import SETUP

ON = date(2026, 11, 21)
SMALL = SETUP.read_text(encoding="utf-8")


def demo(*names: str) -> Setup:
    """The demo's organisation with some of its venues."""
    folder = files("resources") / "demo"
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ("taquilla.toml", *names)}
    return setup.read_all(texts, on=ON)


def changed(*replacements: tuple[str, str]) -> str:
    """The small house with some words changed; each must be there."""
    text = SMALL
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def problems(text: str) -> list[tuple[str, str, str]]:
    """What is wrong with a file: where, what, detail."""
    try:
        setup.read(text, on=ON)
    except BadSetup as bad:
        return [(each.where, each.what.value, each.detail) for each in bad.problems]
    return []


def venue(section: str) -> str:
    """The small house with one more venue of one section, nothing of it for sale."""
    return SMALL + f'\n[[venue]]\nkey = "otra"\nname = "Otra"\naddress = "Caracas"\n[[venue.section]]\n{section}\n'
