"""The command that prints the history of a thing in plain lines."""

from pathlib import Path

import pytest

from pos_app import cli
from pos_app.services.selling.checkout import CompletedSale
from pos_app.settings import Settings, write
from pos_app.station import Station
from pos_app.vault import OpenVault, VaultKind
from tests.builders.stations import ROOT_SECRET, seats_cart, sell

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sold(till: Station) -> CompletedSale:
    return sell(till, seats_cart(till, ["A-1", "A-2"]))


@pytest.fixture
def profile(till: Station, sold: CompletedSale) -> Path:
    """The profile of the small station after a sale, with its key in a file."""
    folder = till.database.path.parent
    write(folder, Settings(vault=VaultKind.OPEN))
    OpenVault(folder).save(ROOT_SECRET)
    assert sold.sale.tickets
    return folder


def test_a_code_prints_the_life_of_its_ticket_from_the_beginning(
    profile: Path, sold: CompletedSale, capfd: Capture
) -> None:
    assert cli.main(["timeline", str(profile), sold.sale.tickets[0].code.upper()]) == OK
    printed = capfd.readouterr().out
    assert printed.startswith("Entrada · Platea A-1 · Concierto")
    assert printed.index("Asientos entregados a la taquilla") < printed.index("Vendida") < printed.index("Lleva a:")
    assert f"document:{sold.document.id}" in printed


def test_a_text_of_several_words_needs_no_quotes_and_several_matches_are_named(
    profile: Path, sold: CompletedSale, capfd: Capture
) -> None:
    assert cli.main(["timeline", str(profile), "platea", "A-1"]) == OK
    printed = capfd.readouterr().out
    place = sold.sale.tickets[0].place
    assert f"seat:{place.performance_id}:{place.seat_id}" in printed
    assert cli.main(["timeline", str(profile), f"seat:{place.performance_id}:{place.seat_id}"]) == OK
    assert "Vendida" in capfd.readouterr().out


def test_cash_of_a_drawer_is_not_printed_where_nobody_signed_in(
    profile: Path, sold: CompletedSale, capfd: Capture
) -> None:
    assert cli.main(["timeline", str(profile), f"shift:{sold.sale.shift_id}"]) == OK
    printed = capfd.readouterr().out
    assert "Turno abierto" in printed
    assert "fondo" not in printed


def test_a_text_that_nothing_has_is_refused(profile: Path, capfd: Capture) -> None:
    assert cli.main(["timeline", str(profile), "no", "hay"]) == REFUSED
    assert capfd.readouterr().err.startswith("HIS-01: Nada en esta taquilla coincide con «no hay».")
