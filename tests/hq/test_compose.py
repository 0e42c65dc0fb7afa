"""The operators' example and their page name HQ's settings as the program knows them."""

import re

import pytest

from hq.settings import BadSettings, Flaw, read
from tests.source_tree import ROOT

SETTING = re.compile(r"TAQUILLA_HQ_[A-Z_]+")
PAGE = ROOT / "docs" / "running-hq.md"


def named(text: str) -> set[str]:
    return set(SETTING.findall(text))


def test_every_setting_that_is_named_is_known() -> None:
    names = named(PAGE.read_text(encoding="utf-8")) | named((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    with pytest.raises(BadSettings) as caught:
        read(dict.fromkeys(names, " "))
    assert not [problem for problem in caught.value.problems if problem.flaw in (Flaw.UNKNOWN, Flaw.MISTYPED)]


def test_the_page_names_every_setting() -> None:
    """As settings.py takes them: each by its name without the prefix."""
    taken = re.findall(r'take\.take\("(\w+)"', (ROOT / "hq" / "settings.py").read_text(encoding="utf-8"))
    assert {f"TAQUILLA_HQ_{name}" for name in taken} == named(PAGE.read_text(encoding="utf-8"))
