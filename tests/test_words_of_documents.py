"""The words of the status bar that documents quote are those of the screen, in Spanish or in English."""

import re
import string

import pytest

from resources import texts
from tests.source_tree import ROOT

QUOTED = re.compile(r"`([○●◐▲✖⇅] [^`]+)`")
PAGES = ("docs/user-guide.md", "docs/running-a-station.md", "docs/running-hq.md", "README.md")


def shown(words: str) -> re.Pattern[str]:
    """The texts that words with placeholders become; a reason at the end may be left out."""
    parts = [re.escape(fixed) + ("" if name is None else ".+") for fixed, name, *_ in string.Formatter().parse(words)]
    return re.compile("".join(parts).replace(re.escape(": ") + ".+", f"({re.escape(': ')}.+)?"))


@pytest.mark.parametrize("page", PAGES)
def test_a_document_quotes_the_status_bar_as_it_is(page: str) -> None:
    known = [shown(words) for language in texts.LANGUAGES for words in texts.catalogue(language, "status").values()]
    quoted = QUOTED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [words for words in quoted if not any(one.fullmatch(words) for one in known)] == []


def test_what_waits_to_be_sent_has_the_name_that_the_screen_gives_it() -> None:
    for language, name in (("es", "registros por enviar"), ("en", "records to send")):
        assert texts.catalogue(language, "status")["pending.other"] == f"⇅ {{count}} {name}"
    page = (ROOT / "docs/running-a-station.md").read_text(encoding="utf-8")
    assert "records to send (`⇅ 3 registros por enviar`)" in page
    assert "facts to send" not in page
