"""How currencies that were not counted are named."""

import pytest

from domain.money.money import EUR, USD, VES, Currency
from domain.till.blind import NotAllCounted
from pos_app.ui import wording


@pytest.mark.parametrize(
    ("language", "currencies", "words"),
    [
        ("es", (VES,), "Falta contar el efectivo en bolívares."),
        ("es", (VES, USD), "Falta contar el efectivo en bolívares y dólares."),
        ("es", (VES, USD, EUR), "Falta contar el efectivo en bolívares, dólares y euros."),
        ("en", (USD,), "The cash in dollars was not counted."),
        ("en", (VES, USD), "The cash in bolívares and dollars was not counted."),
        ("en", (VES, USD, EUR), "The cash in bolívares, dollars and euros was not counted."),
    ],
)
def test_currencies_that_were_not_counted_are_named_in_a_sentence(
    language: str, currencies: tuple[Currency, ...], words: str
) -> None:
    wording.use(language)
    try:
        assert wording.refusal(NotAllCounted(currencies)).what == words
    finally:
        wording.use("es")
