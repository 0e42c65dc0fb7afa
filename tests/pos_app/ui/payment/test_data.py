"""Banks and denominations are data that the screens can trust."""

from domain.money.money import EUR, USD, VES, Currency
from pos_app.ui.banks import banks
from pos_app.ui.denominations import denominations


def units(currency: Currency) -> list[int]:
    return [note.minor // 100 for note in denominations(currency)]


def test_notes_and_coins_are_those_in_circulation() -> None:
    assert units(VES) == [1, 5, 10, 20, 50, 100, 200, 500]
    assert units(USD) == [1, 2, 5, 10, 20, 50, 100]
    assert units(EUR) == [5, 10, 20, 50, 100]
    assert units(Currency("CLP")) == []


def test_each_bank_has_its_own_four_digits() -> None:
    codes = [bank.code for bank in banks()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 4 and code.isdigit() for code in codes)
    assert {"0102", "0105", "0134"} <= set(codes)
