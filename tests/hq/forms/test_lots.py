"""Lots of forms at HQ: control numbers go with granted numbers, each once, over all stations and lives."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.fiscal.forms import Form, FormLot, NoForms
from domain.rights import GrantId, NumberGrant
from hq.audit import act_journal
from hq.audit.acts import FormsEntered
from hq.books.check import check
from hq.forms import lots, rows
from hq.forms.lots import BadForms, FormsInUse, FormsNotUsed, FormsOverlap, MediumInUse
from hq.office import Office
from hq.people.accounts import Author
from hq.rights import blocks, grants
from hq.rights.grants import Numbers
from hq.setup import load_setup
from hq.storage.ledger import NoSuchRow
from tests.builders.catalogue import SETUP
from tests.builders.counters import Counter, Counters, two_counters
from tests.hq.lives import begin_new_life

pytestmark = pytest.mark.house
FIRST, LAST = 501, 100_000
"""The control numbers of the small house."""


def form(first: int, last: int, identifier: str = "01", made_on: date = date(2026, 5, 1)) -> Form:
    controls = (f"{identifier}-{n:08d}" for n in (first, last))
    return Form("Imprenta", "J409876543", "SNAT/1 del 03-06-2019", made_on, *controls)


@pytest.fixture
def counters(office: Office, tmp_path: Path) -> Iterator[Counters]:
    with two_counters(office, tmp_path) as (one, two):
        yield one, two


def by(one: Counter) -> Author:
    return Author(one.holder.tenant_id, None)


def draw(one: Counter, count: int) -> NumberGrant:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return grants.grant_numbers(tx, one.office, one.holder, Numbers("A", count))


def lots_of(one: Counter) -> list[FormLot]:
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return rows.lots(tx, one.holder.tenant_id)


def controls(*blocks: NumberGrant) -> list[str]:
    return [block.first_control for block in blocks]


def test_two_stations_draw_from_one_lot_and_no_form_twice(counters: Counters) -> None:
    one, two = counters
    given = draw(one, 30), draw(two, 50), draw(one, 20)
    assert controls(*given) == ["00-00000501", "00-00000531", "00-00000581"]
    assert [(lot.drawn, lot.left) for lot in lots_of(one)] == [(100, LAST - FIRST + 1 - 100)]
    assert check(one.office, one.holder.tenant_id).ok


def test_forms_drawn_at_the_same_time_never_overlap(counters: Counters) -> None:
    given: list[NumberGrant] = []

    def ask(station: Counter) -> None:
        given.extend(draw(station, 7) for _ in range(8))

    askers = [threading.Thread(target=ask, args=(station,)) for station in counters for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    taken = sorted(controls(*given))
    assert taken == [f"00-{FIRST + 7 * n:08d}" for n in range(32)]
    assert check(counters[0].office, counters[0].holder.tenant_id).ok


def test_a_request_that_is_repeated_draws_once(counters: Counters) -> None:
    one, grant_id = counters[0], GrantId(UUID(int=7))

    def ask() -> NumberGrant:
        with one.office.database.tenant(one.holder.tenant_id) as tx:
            return blocks.grant_block(tx, one.office, by(one), one.holder, (grant_id, Numbers("A", 10)))

    def ask_and_be_killed() -> None:
        with one.office.database.tenant(one.holder.tenant_id) as tx:
            blocks.grant_block(tx, one.office, by(one), one.holder, (grant_id, Numbers("A", 10)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask_and_be_killed()
    assert ask() == ask()
    assert [lot.drawn for lot in lots_of(one)] == [10]


def test_a_new_life_never_gets_forms_of_the_life_before(counters: Counters) -> None:
    one = counters[0]
    one.grant(numbers=30, places=5)
    sold = one.sell_places(1)
    one.push()
    begin_new_life(one)
    one.push()
    one.grant(numbers=10, places=5)
    again = one.sell_places(1)
    assert (sold.document.control_number, again.document.control_number) == (
        "00-00000501",
        "00-00000731",
    )  # 30 and a refill of 200 ended
    one.push()
    report = check(one.office, one.holder.tenant_id)
    assert report.ok, report.findings


def test_without_forms_a_grant_is_refused_and_a_refill_waits(counters: Counters) -> None:
    one = counters[0]
    draw(counters[1], LAST - FIRST + 1 - 50)
    with pytest.raises(NoForms) as refused:
        draw(one, 51)
    assert (refused.value.wanted, refused.value.left) == (51, 50)
    rest = one.push().grants
    assert [(b.first_control, b.last - b.first + 1) for b in rest.numbers] == [("00-00099951", 50)]
    one.accept(rest)
    one.push()
    assert one.push().grants.numbers == ()
    one.enter_forms(form(1, 500))
    assert controls(*one.push().grants.numbers) == ["01-00000001"]
    assert check(one.office, one.holder.tenant_id).ok


def test_a_document_takes_the_data_of_the_printing_that_its_form_is_of(counters: Counters) -> None:
    one, new = counters[0], form(1, 500)
    draw(counters[1], LAST - FIRST + 1 - 1)
    one.enter_forms(new)
    one.grant(numbers=1, places=5)
    one.grant(numbers=5)
    documents = [one.sell_places(1).document for _ in range(2)]
    assert [document.control_number for document in documents] == ["00-00100000", "01-00000001"]
    printers = [document.form.printer for document in documents if document.form]
    assert printers == [
        "Imprenta de Pruebas, C.A.",
        "Imprenta",
    ]


def test_entering_the_same_forms_again_changes_nothing(counters: Counters) -> None:
    one, new = counters[0], form(1, 500)
    for _ in range(2):
        lots.enter(one.office, by(one), "A", new)
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        acts = [act.entry.body for act in act_journal.read(tx, one.holder.tenant_id, after=0, most=100)]
    assert [act for act in acts if isinstance(act, FormsEntered)] == [
        FormsEntered("A", "J409876543", "01-00000001", "01-00000500")
    ]


def test_forms_are_mended_until_a_station_has_some(counters: Counters) -> None:
    one, new = counters[0], form(1, 500)
    lots.enter(one.office, by(one), "A", replace(new, printer="Inprenta"))
    lots.enter(one.office, by(one), "A", new)
    assert [lot.form for lot in lots_of(one)][1:] == [new]
    draw(one, LAST - FIRST + 1)
    draw(one, 1)
    with pytest.raises(FormsInUse):
        lots.enter(one.office, by(one), "A", replace(new, last_control="01-00000600"))


@pytest.mark.parametrize(
    ("series", "wanted", "refusal"),
    [
        ("Z", form(1, 10), NoSuchRow),
        ("A", form(10, 1), BadForms),
        ("A", replace(form(1, 10), first_control="1"), BadForms),
        ("A", form(100_000, 100_001, "00"), FormsOverlap),
        ("B", form(1, 501, "00"), FormsOverlap),
        ("M", form(1, 10), FormsNotUsed),
    ],
    ids=["no such series", "backwards", "no control number", "overlapping", "of another series", "a fiscal machine's"],
)
def test_forms_that_no_document_may_be_printed_on_are_refused(
    counters: Counters, series: str, wanted: Form, refusal: type[Exception]
) -> None:
    one = counters[0]
    load_setup.load(one.office, by(one), {"small.toml": SETUP.read_text("utf-8") + _OTHER_SERIES})
    with pytest.raises(refusal):
        lots.enter(one.office, by(one), series, wanted)
    assert len(lots_of(one)) == 2


def test_numbers_of_another_medium_take_no_forms(counters: Counters) -> None:
    one = counters[0]
    load_setup.load(one.office, by(one), {"small.toml": SETUP.read_text("utf-8") + _OTHER_SERIES})
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        assert grants.grant_numbers(tx, one.office, one.holder, Numbers("M", 5)).first_control == ""


def test_files_may_add_forms_but_not_change_those_in_use(counters: Counters) -> None:
    one, text = counters[0], SETUP.read_text("utf-8")
    load_setup.load(one.office, by(one), {"small.toml": text})
    draw(one, 5)
    for old, new, refusal in (
        ('last_control = "00-00100000"', 'last_control = "00-00200000"', FormsInUse),
        ('medium = "free_form"', 'medium = "digital"', MediumInUse),
    ):
        with pytest.raises(refusal):
            load_setup.load(one.office, by(one), {"small.toml": text.replace(old, new)})
    listed = text.replace("[series.form]", "[[series.form]]").replace("\n[[block]]", f"{_SECOND_FORM}\n[[block]]", 1)
    load_setup.load(one.office, by(one), {"small.toml": listed})
    assert [(lot.form.first_control, lot.drawn) for lot in lots_of(one)] == [
        *(("00-00000501", 5), ("02-00000001", 0)),
    ]


def test_low_forms_are_counted_and_told(counters: Counters) -> None:
    one = counters[0]
    one.grant(numbers=LAST - FIRST + 1 - 100, places=5)
    one.sell_places(1)
    one.push()
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        (state,) = lots.states(tx, one.holder.tenant_id)
    assert (state.used, state.lot.drawn, state.lot.left, state.low) == (1, LAST - FIRST + 1 - 100, 100, True)
    assert check(one.office, one.holder.tenant_id).forms == (state,)


_OTHER_SERIES = """
[[series]]
code = "B"
medium = "free_form"
issuer = {name = "Sala de Pruebas, C.A.", rif = "J-50012345-0", address = "Caracas"}
[series.form]
printer = "Otra"
printer_rif = "J-40987654-3"
authorisation = "SNAT/2"
made_on = 2026-01-15
first_control = "05-1"
last_control = "05-10"

[[series]]
code = "M"
medium = "fiscal_machine"
issuer = {name = "Sala de Pruebas, C.A.", rif = "J-50012345-0", address = "Caracas"}
"""
_SECOND_FORM = """
[[series.form]]
printer = "Imprenta de Pruebas, C.A."
printer_rif = "J-40987654-3"
authorisation = "SNAT/INTI/GRTICERC/0001"
made_on = 2026-08-01
first_control = "02-1"
last_control = "02-500"
"""
