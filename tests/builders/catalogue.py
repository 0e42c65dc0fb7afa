"""The small house: the set-up file that most tests load."""

from pathlib import Path

from sync import setup
from sync.setup import Setup
from tests.builders.clock import SATURDAY

SETUP = Path(__file__).with_name("small_setup.toml")
TEXTS = {SETUP.name: SETUP.read_text(encoding="utf-8")}


def small_setup() -> Setup:
    """The content of the file on the day of the concert."""
    return setup.read_all(TEXTS, on=SATURDAY.date())
