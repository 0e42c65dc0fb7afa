"""The blind count: what a cashier learns before counting, what is counted, and what the papers say."""

from dataclasses import replace

import pytest

from domain.money.money import EUR, USD, VES, Currency, Money
from domain.payments.change import ChangeIn
from domain.people.staff import Cashier, NotAllowed, Permission, Role
from domain.sale.closing import Offer
from domain.till.blind import ExpectedWasShown, NotAllCounted
from domain.till.shifts import (
    CashMove,
    CashMovement,
    ChangeBeyondTill,
    Count,
    DifferenceTooLarge,
    NotCounted,
    loose_coins,
)
from pos_app.services.documents import previews, print_queue
from pos_app.services.documents.papers import papers
from pos_app.services.selling import checkout
from pos_app.services.setup import load_setup
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from printing.preview import preview
from printing.printout import PaperWidth
from sync import setup
from tests.builders import stations
from tests.builders.catalogue import SETUP
from tests.builders.counts import counted
from tests.builders.stations import cash_usd, cash_ves, general_cart, pago_movil, sell
from tests.pos_app.snapshots import changed, digests, refused


def ves(text: str) -> Money:
    return Money.parse(text, VES)


def usd(text: str) -> Money:
    return Money.parse(text, USD)


def turn_blind_counts_off(station: Station) -> None:
    """The organisation decides that its cashiers do not count blind."""
    text = SETUP.read_text(encoding="utf-8").replace("[organisation]\n", "[organisation]\nblind_count = false\n", 1)
    content = setup.read(text, on=station.today())
    load_setup.load(
        station, content, name="sala.toml", sha256=setup.digest({"sala.toml": text}), by=stations.supervisor(station)
    )


def sales(till: Station) -> None:
    """Twenty dollars with nine of them back and 599.91 bolívares; exact bolívares; a mobile payment.

    The drawer began with 100 bolívares and 20 dollars and then holds 8,070.15 and 31.
    """
    offer = Offer((cash_usd("20.00"),), ChangeIn.CASH_USD)
    checkout.sell(till, stations.ana(till), general_cart(till, 1), offer)
    sell(till, general_cart(till, 1), cash_ves("8570.06"))
    sell(till, general_cart(till, 1), pago_movil("8570.06", "000123456789"))


def x_of(till: Station, reader: Cashier) -> str:
    """The text of the X's paper, as the printer and the screen draw it."""
    return previews.of_taken(till, till_reports.read_x(till, reader).id).paper.text


def slip_of(till: Station) -> str:
    """The text of the slip in the print queue."""
    card = next(job for job in print_queue.jobs(till) if job.kind is JobKind.COUNT)
    with till.database.read() as tx:
        job = print_jobs.find(tx, card.id)
    assert job is not None
    (printout,) = papers(till, job)
    return preview(printout, PaperWidth.MM80).paper.text


SECRETS = ("Efectivo", "US$", "TOTAL", "IGTF", "Exento", "Base", "ACUMULADOS", "25.710")


def test_an_x_hides_cash_and_totals_from_who_will_count_blind(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sales(till)
    shifts.move_cash(till, ana, CashMovement(CashMove.CASH_IN, ves("12.00"), "sencillo"))
    blind, whole = x_of(till, ana), x_of(till, rosa)
    assert [secret for secret in (*SECRETS, "12,00") if secret in blind] == []
    assert "Pago móvil (1)" in blind
    assert "8.570,06" in blind
    assert "Último" in blind
    for shown in (
        "Efectivo (1)",
        "recibido",
        "US$ 20,00",
        "-US$ 9,00",
        "US$ 11,00",
        "TOTAL",
        "ACUMULADOS",
        "Ingresos (1)",
    ):
        assert shown in whole


def test_after_the_count_an_x_hides_nothing(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sales(till)
    shifts.count(till, ana, counted())
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    assert "Efectivo (1)" in x_of(till, ana)


def test_an_organisation_may_let_its_cashiers_see_the_cash(till: Station, ana: Cashier) -> None:
    sales(till)
    turn_blind_counts_off(till)
    assert "Efectivo (1)" in x_of(till, ana)
    assert [amount for amount in shifts.expected_cash(till, ana) if amount.currency == VES] == [ves("8070.15")]
    shifts.count(till, ana, counted(ves("8060.15"), usd("31.00")))
    assert shifts.differences(till, ana)[0].over == ves("-10.00")
    shifts.close_shift(till, ana, "Un billete roto")
    assert "Bs. 10,00" in slip_of(till)


def test_the_journal_keeps_the_whole_x_that_was_read_blind(till: Station, ana: Cashier) -> None:
    sales(till)
    taken = till_reports.taken(till, till_reports.read_x(till, ana).id)
    assert taken.blind
    assert {part.method for part in taken.report.totals.payments} == {"cash_usd", "cash_ves", "pago_movil"}


def test_no_refusal_names_the_cash_to_who_will_count_blind(till: Station, ana: Cashier, rosa: Cashier) -> None:
    offer = Offer((cash_usd("100.00"),), ChangeIn.CASH_VES)

    def held(cashier: Cashier) -> Money | None:
        with pytest.raises(ChangeBeyondTill) as caught:
            checkout.refuse_change_beyond_till(till, cashier, general_cart(till, 1), offer)
        return caught.value.holds

    assert (held(ana), held(rosa)) == (None, ves("100.00"))


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (Count(()), (VES, USD)),
        (counted(ves("100.00"), zero=()), (USD,)),
        (counted(zero=(USD, EUR)), (VES,)),
        (counted(zero=(EUR,)), (VES, USD)),
    ],
)
def test_each_currency_in_use_is_counted(
    till: Station, ana: Cashier, lines: Count, missing: tuple[Currency, ...]
) -> None:
    error = refused(till, lambda: shifts.count(till, ana, lines), NotAllCounted)
    assert error.currencies == missing


def test_a_counted_zero_is_a_count(till: Station, ana: Cashier) -> None:
    assert shifts.count(till, ana, counted(zero=(VES, USD))) == 1


def test_a_drawer_that_was_never_used_is_counted_too(station: Station, ana: Cashier) -> None:
    shifts.open_shift(station, ana, ())
    refused(station, lambda: shifts.count(station, ana, Count(())), NotAllCounted)
    assert shifts.count(station, ana, counted(zero=(VES,))) == 1
    shifts.close_shift(station, ana)


def test_the_slip_of_a_blind_count_says_what_was_counted_and_no_difference(till: Station, ana: Cashier) -> None:
    sales(till)
    shifts.count(till, ana, counted(ves("8000.00"), usd("20.00")))
    shifts.count(till, ana, counted(ves("8000.00"), usd("30.00")))
    refused(till, lambda: shifts.differences(till, ana), NotAllowed)
    shifts.close_shift(till, ana, "Un vuelto")
    text = slip_of(till)
    for part in ("CIERRE DE TURNO", "Efectivo en bolívares", "Bs. 8.000,00", "1 x US$ 30,00", "Conteo 1", "US$ 20,00"):
        assert part in text
    for part in ("Taquillero: Ana Rondón", "Supervisor", "Pago móvil (1)", "a ciegas"):
        assert part in text
    for part in ("Esperado", "Falta", "Sobra"):
        assert part not in text


def test_loose_coins_are_an_amount_on_the_slip(till: Station, ana: Cashier) -> None:
    sales(till)
    coins = (loose_coins(ves("8070.15")), loose_coins(usd("31.00")))
    shifts.count(till, ana, Count((*coins, *counted(zero=(EUR,)).lines)))
    shifts.close_shift(till, ana)
    text = slip_of(till)
    coin_lines = [line for line in text.splitlines() if "Monedas y céntimos" in line]
    assert {line.split("  ")[-1].strip() for line in coin_lines} == {"Bs. 8.070,15", "US$ 31,00"}
    assert "807015 x" not in text


def test_the_slip_that_a_supervisor_approved_says_the_difference(till: Station, ana: Cashier, rosa: Cashier) -> None:
    shifts.count(till, ana, counted(ves("100.00"), usd("5.00")))
    shifts.close_shift(till, ana, "Faltó un billete", approved_by=rosa)
    text = slip_of(till)
    for part in ("Esperado", "US$ 20,00", "Falta", "US$ 15,00", "Cuadra", "Motivo: Faltó un billete", "Rosa Zambrano"):
        assert part in text


def test_a_count_that_fits_after_the_expected_cash_was_shown_closes_with_a_supervisor_only(
    till: Station, ana: Cashier, rosa: Cashier
) -> None:
    shifts.count(till, ana, counted(ves("90.00"), usd("5.00")))
    refused(till, lambda: shifts.close_shift(till, ana), DifferenceTooLarge)
    shown = shifts.review_differences(till, ana, rosa)
    assert [d.expected for d in shown[:2]] == [ves("100.00"), usd("20.00")]
    assert shifts.review_differences(till, ana, rosa) == shown
    shifts.count(till, ana, counted(ves("100.00"), usd("20.00")))
    refused(till, lambda: shifts.close_shift(till, ana), ExpectedWasShown)
    refused(till, lambda: shifts.close_shift(till, ana, "conté otra vez"), ExpectedWasShown)
    refused(till, lambda: shifts.close_shift(till, ana, "", approved_by=rosa), ExpectedWasShown)
    refused(till, lambda: shifts.close_shift(till, ana, "conté otra vez", approved_by=ana), NotAllowed)
    assert shifts.close_shift(till, ana, "conté otra vez", approved_by=rosa).hidden
    text = slip_of(till)
    for part in ("Conteo 1", "Cuadra", "Motivo: conté otra vez", "Rosa Zambrano"):
        assert part in text


def test_a_second_count_before_the_expected_cash_was_shown_needs_nobody(till: Station, ana: Cashier) -> None:
    shifts.count(till, ana, counted(ves("90.00"), usd("5.00")))
    shifts.count(till, ana, counted(ves("100.00"), usd("20.00")))
    shifts.close_shift(till, ana)
    assert shifts.current(till) is None


def test_only_a_supervisor_has_the_expected_cash_shown(till: Station, ana: Cashier, rosa: Cashier) -> None:
    refused(till, lambda: shifts.review_differences(till, ana, rosa), NotCounted)
    shifts.count(till, ana, counted(ves("100.00"), usd("20.00")))
    refused(till, lambda: shifts.review_differences(till, ana, ana), NotAllowed)
    shifts.close_shift(till, ana)


def test_who_closes_no_shift_sees_no_difference_although_counts_are_not_blind(till: Station, ana: Cashier) -> None:
    turn_blind_counts_off(till)
    shifts.count(till, ana, counted(ves("90.00"), usd("20.00")))
    auditor = replace(ana, role=Role.AUDITOR)
    assert refused(till, lambda: shifts.differences(till, auditor), NotAllowed).permission is Permission.CLOSE_SHIFT
    assert [str(one.over) for one in shifts.differences(till, ana) if one.over] == ["-10.00"]


def test_a_supervisor_who_closes_sees_the_cash_anyway(till: Station, rosa: Cashier) -> None:
    shifts.count(till, rosa, counted(ves("90.00"), usd("20.00")))
    shifts.review_differences(till, rosa, rosa)
    shifts.count(till, rosa, counted(ves("100.00"), usd("20.00")))
    assert not shifts.close_shift(till, rosa).hidden


def test_the_z_is_shown_before_it_is_taken(till: Station, ana: Cashier, rosa: Cashier) -> None:
    sales(till)
    shifts.count(till, ana, counted())
    shifts.close_shift(till, ana, "sin contar", approved_by=rosa)
    before = digests(till)
    coming = till_reports.preview_z(till)
    shown = previews.of_coming(till, coming).paper.text
    assert changed(before, digests(till)) == set()
    taken = till_reports.take_z(till, rosa)
    assert (taken.number, taken.totals) == (coming.report.number, coming.report.totals)
    printed = previews.of_taken(till, taken.id).paper.text
    assert [line for line in shown.splitlines() if "Efectivo" in line or "TOTAL" in line] == [
        line for line in printed.splitlines() if "Efectivo" in line or "TOTAL" in line
    ]
