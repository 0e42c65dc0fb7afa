"""Screens and papers say what a cashier says: no term of the program's own."""

import re
from importlib.resources import files
from string import Formatter

import pytest

from pos_app.ui import wording
from tests.source_tree import ROOT

OF_PROGRAMMERS = {
    "es": r"época|derecho asignado|sincroni\w+|incarnaci\w+|spooler|cursor|backend|tupla|hechos|fuera de bloque",
    "en": r"epochs?|leases?|journals?|spooler|sync(s|ed|hron\w+)?|cursor|backend|facts?|the right to it|fenced?",
}
FOR_ADMINISTRATORS = {"cli", "demo", "hq", "hq_check"}
"""Commands and the demo name the parts of the program."""


def screens(language: str) -> list[tuple[str, str]]:
    folder = files("resources") / "translations" / language
    names = [entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return [
        (f"{name}.{key}", "".join(words for words, *_ in Formatter().parse(text)))
        for name in names
        if name not in FOR_ADMINISTRATORS
        for key, text in wording.catalogue(language, name).items()
    ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_screen_speaks_as_programmers_do(language: str) -> None:
    term = re.compile(rf"\b({OF_PROGRAMMERS[language]})\b", re.IGNORECASE)
    assert [key for key, text in screens(language) if term.search(text)] == []


def test_money_handed_back_has_one_name_on_screens_and_paper() -> None:
    papers = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "printing").glob("*.py"))
    assert "VUELTO" in papers
    assert set(re.findall(r"CAMBIO\b[^\",]*", papers)) == {"CAMBIO DE ASIENTO", "CAMBIO DE HORA"}
    change = re.compile(r"\b(da|dar|dé|entrega\w*) (el )?cambio\b", re.IGNORECASE)
    assert [key for key, text in screens("es") if change.search(text)] == []
