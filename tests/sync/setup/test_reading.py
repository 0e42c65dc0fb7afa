"""Reading set-up files: a valid file gives a set-up, an invalid one all of its problems."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.catalogue.catalog import ZoneKind
from domain.catalogue.pricing import price
from domain.money.money import USD, Money, RateSource
from domain.money.taxes import TaxCategory
from sync import setup
from sync.setup import BadSetup
from sync.setup.problems import Flaw
from tests.sync.setup.setups import ON, SMALL, changed, demo, problems


def test_the_demo_theatre_has_2367_numbered_seats_in_24_zones() -> None:
    theatre = demo("teatro.toml")
    (show,) = theatre.shows
    assert len(theatre.venues[0].seats) == 2367
    assert len(show.zones) == 24
    assert {zone.kind for zone in show.zones} == {ZoneKind.NUMBERED}
    assert sum(zone.capacity for zone in show.zones) == 2367
    assert len(show.performances) == 5
    assert theatre.warnings == ()


def test_the_demo_arena_has_13000_places_in_five_zones() -> None:
    (show,) = demo("arena.toml").shows
    assert {zone.name: zone.capacity for zone in show.zones} == {
        "Mesas VIP": 400,
        "Platino": 1200,
        "Preferencial": 2400,
        "Gradas bajas": 4000,
        "Gradas altas": 5000,
    }


def test_stages_and_rows_of_the_demo_theatre_move_the_price() -> None:
    theatre = demo("teatro.toml")
    zone, adult = theatre.shows[0].zones[0], theatre.shows[0].ticket_types[0]
    front = theatre.venues[0].seats.seat(0)
    dearest = price(zone, adult, front, zone.stages[-1])
    assert [(step.label, step.percent) for step in dearest.steps] == [
        ("Patio central 1", None),
        ("Última hora", Decimal(25)),
        ("Filas A a F", Decimal(15)),
    ]
    assert dearest.amount == Money(5750, USD)


def test_reading_twice_makes_the_same_identifiers() -> None:
    assert setup.read(SMALL, on=ON) == setup.read(SMALL, on=ON)


def test_identifiers_given_in_the_file_are_kept() -> None:
    tenant, station = "018f3a52-1111-7aaa-8000-000000000001", "018f3a52-1111-7aaa-8000-000000000002"
    text = changed(
        ("[organisation]", f'[organisation]\nid = "{tenant}"'), ("[station]", f'[station]\nid = "{station}"')
    )
    content = setup.read(text, on=ON)
    assert (str(content.tenant_id), str(content.station_id)) == (tenant, station)


def test_a_file_may_give_days_of_the_calendar() -> None:
    text = changed(('day = 7\ntime = "20:00"', "date = 2027-02-06\ntime = 20:30:00"))
    assert setup.read(text, on=ON).shows[0].performances[0].starts_at == datetime(2027, 2, 7, 0, 30, tzinfo=UTC)


def test_days_count_from_the_load_day_and_hours_are_those_of_caracas() -> None:
    content = setup.read(SMALL, on=ON)
    assert content.shows[0].performances[0].starts_at == datetime(2026, 11, 29, 0, 0, tzinfo=UTC)
    dollar = content.rates[0]
    assert (dollar.value, dollar.value_on, dollar.source) == (Decimal("857.00580000"), ON, RateSource.BCV)


def test_percentages_of_taxes_become_exact_rates() -> None:
    content = setup.read(changed(("percent = 16", "percent = 16.5")), on=ON)
    assert {t.category: t.rate for t in content.taxes}[TaxCategory.GENERAL] == Decimal("0.165")


def test_a_station_may_be_granted_a_part_of_the_house() -> None:
    rights = '[event.rights]\nsections = []\nplaces = { General = 40 }\n\n[[event.performance]]\nkey = "sabado"'
    (show,) = setup.read(changed(('[[event.performance]]\nkey = "sabado"', rights)), on=ON).shows
    assert show.leases == ()
    assert {allotment.granted for allotment in show.allotments} == {40}


def test_all_problems_are_reported_at_once_with_their_places() -> None:
    text = changed(
        ('name = "Sala de Pruebas"', 'nombre = "Sala de Pruebas"'),
        ("printer_columns = 48", 'printer_columns = "48"'),
        ('rif = "J-50012345-0"', 'rif = "J-500"'),
        ("first = 101", "first = 30"),
        ('value = "857.00580000"', 'value = "857,00"'),
        ("price = 25", "price = -25"),
        ("up_to_sold = 4", 'up_to_sold = 4\nuntil = { day = 1, time = "25:00" }'),
        ('rows = ["A"]', 'rows = ["Q"]'),
        ('state = "killed"', 'state = "gone"'),
    )
    assert problems(text) == [
        ("organisation.name", "missing", ""),
        ("station.printer_columns", "wrong_type", "48"),
        ("series[1].issuer.rif", "bad_rif", "J-500"),
        ("rate[1].value", "bad_amount", "857,00"),
        ("block[2].first", "blocks_overlap", "30-105"),
        ("event[1].modifier[1].rows", "unknown_reference", "Q"),
        ("event[1].zone[1].price", "bad_amount", "-25"),
        ("event[1].zone[1].stage[1].until.time", "bad_value", "25:00"),
        ("event[1].withheld[1].state", "bad_value", "gone"),
        ("organisation.nombre", "unknown_key", ""),
    ]


@pytest.mark.parametrize(("role", "pin"), [("supervisor", "123456"), ("supervisor", "1" * 12), ("cashier", "1234")])
def test_a_pin_that_is_long_enough_for_its_role_is_read(role: str, pin: str) -> None:
    assert problems(changed(('role = "cashier"\npin_hash', f'role = "{role}"\npin = "{pin}"\n# '))) == []


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('series = "A"\nprinter', 'series = "B"\nprinter', "station.series", "unknown_reference"),
        ("VES = 500", 'VES = "1.000,00"', "station.difference_limits.VES", "bad_amount"),
        ("VES = 500", "Bs = 500", "station.difference_limits.Bs", "bad_value"),
        ('role = "cashier"', 'role = "boss"', "staff[1].role", "bad_value"),
        ('pin_hash = "$argon2id', 'pin_hash = "$argon2i', "staff[1].pin_hash", "bad_pin"),
        ('pin_hash = "$argon2id', 'pin = "123"\npin_hash = "$argon2id', "staff[1].pin", "duplicate"),
        ('role = "cashier"\npin_hash', 'role = "supervisor"\npin = "12345"\n# ', "staff[1].pin", "short_pin"),
        ('role = "cashier"\npin_hash', 'role = "cashier"\npin = "123"\n# ', "staff[1].pin", "bad_pin"),
        ('role = "cashier"\npin_hash', 'role = "supervisor"\npin = "123"\n# ', "staff[1].pin", "bad_pin"),
        ('key = "luis"', 'key = "ana"', "staff[2].key", "duplicate"),
        ('medium = "free_form"', 'medium = "paper"', "series[1].medium", "bad_value"),
        ('first_control = "00-00000501"\n\n[[block]]', "[[block]]", "block[1].first_control", "missing"),
        ("last = 30", "last = 0", "block[1].last", "bad_value"),
        ("last = 105", "last = 100_000", "block[2].first_control", "beyond_forms"),
        ('first_control = "00-00000601"', 'first_control = "601"', "block[2].first_control", "bad_value"),
        ("valid_from = 2020-01-01", 'valid_from = "2020"', "tax[1].valid_from", "wrong_type"),
        ('category = "IGTF"', 'category = "G"', "tax[2]", "rates_overlap"),
        ("value = \"857.00580000\"", "value = 0", "rate[1].value", "bad_amount"),
        ("day = 2", "day = 0", "rate[3].currency", "duplicate"),
        ('currency = "EUR"', 'currency = "euro"', "rate[2].currency", "bad_value"),
        ('venue = "sala"', 'venue = "salon"', "event[1].venue", "unknown_reference"),
        ('["Platea"]\nprice', '["Palco"]\nprice', "event[1].zone[1].sections", "unknown_reference"),
        ("capacity = 100", 'sections = ["Platea"]', "event[1].zone[2]", "section_in_two_zones"),
        ("capacity = 100\n", "", "event[1].zone[2].sections", "missing"),
        ('name = "General"', 'name = "Platea"', "event[1].zone[2].name", "duplicate"),
        ("percent = -20\nup_to_sold = 4", "percent = -20", "event[1].zone[1].stage[2]", "stages_overlap"),
        ('name = "Regular"', 'name = "Regular"\nup_to_sold = 4', "event[1].zone[1].stage[2]", "stages_overlap"),
        ("percent = -50", "percent = -150", "event[1].ticket_type[2].percent", "bad_amount"),
        ('name = "Estudiante"', 'name = "Adulto"', "event[1].ticket_type[2].name", "duplicate"),
        ('seats = ["D-10"]', 'seats = ["D-11"]', "event[1].withheld[1].seats", "unknown_reference"),
        ('time = "20:00"', 'time = "8 pm"', "event[1].performance[1].time", "bad_value"),
        ('key = "cancelada"', 'key = "sabado"', "event[1].performance[2].time", "duplicate"),
        ("fee = 2", 'tax = "IGTF"', "event[1].zone[1].tax", "bad_value"),
        ("fee = 2", 'tax = "R"', "tax", "missing"),
        ("fee = 2", "fees = 2", "event[1].zone[1].fees", "unknown_key"),
        ('name = "Concierto"', f'name = "{"C" * 65_536}"', "event[1].name", "bad_text"),
        ('name = "Concierto"', 'name = "Concierto\\u0007"', "event[1].name", "bad_text"),
        ('name = "Concierto"', 'name = ""', "event[1].name", "bad_text"),
        ("[organisation]", "organisation = 1\n[other]", "organisation", "wrong_type"),
        ("[organisation]", '[organisation]\nid = "one"', "organisation.id", "bad_value"),
        ("capacity = 100", "capacity = 100\nstage = [1]", "event[1].zone[2].stage", "wrong_type"),
        ('pin_hash = "$argon2id$v=19', 'pin_hash = "$argon2id$', "staff[1].pin_hash", "bad_pin"),
        ("series = \"A\"\nfirst", 'series = "B"\nfirst', "block[1].series", "unknown_reference"),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01T00:00:00Z", "tax[1].valid_from", "wrong_type"),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01\nvalid_to = 2019-01-01", "tax[1].valid_to", "bad_value"),
        ("percent = 16", "percent = -16", "tax[1].percent", "bad_amount"),
        ("percent = 16", 'percent = "a lot"', "tax[1].percent", "bad_amount"),
        ('value = "857.00580000"', 'value = "857.005800001"', "rate[1].value", "bad_amount"),
        ('value = "857.00580000"', 'value = "nan"', "rate[1].value", "bad_amount"),
        ('value = "857.00580000"', 'value = "x"', "rate[1].value", "bad_amount"),
        ("price = 25", "price = 25.001", "event[1].zone[1].price", "bad_amount"),
        ("price = 25", "price = 1.500", "event[1].zone[1].price", "bad_amount"),
        ("price = 25", 'price = "25.000"', "event[1].zone[1].price", "bad_amount"),
        ("price = 25", 'price = "1" \ntax_included = 1', "event[1].zone[1].tax_included", "wrong_type"),
        ("percent = 10\n", "percent = 0\n", "event[1].modifier[1].percent", "bad_amount"),
        ('rows = ["A"]', 'numbers = ["99"]', "event[1].modifier[1].numbers", "unknown_reference"),
        ('rows = ["A"]', "rows = [1]", "event[1].modifier[1].rows", "wrong_type"),
        ("capacity = 100", 'capacity = 100\neach = ["*"]', "event[1].zone[2].sections", "bad_value"),
        ('currency = "USD"\n\n', "rights.places.X = 1\n", "event[1].rights.places.X", "unknown_reference"),
        ("[organisation]", "[organisation", "1", "not_toml"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_place(old: str, new: str, where: str, what: str) -> None:
    assert (where, what) in [(place, kind) for place, kind, _ in problems(changed((old, new)))]


def test_a_show_without_ticket_types_cannot_be_sold() -> None:
    before, _, after = SMALL.partition("[[event.ticket_type]]")
    text = before + after[after.index("[[event.zone]]") :]
    assert problems(text) == [("event[1].ticket_type", "missing", "")]


def test_an_unknown_venue_is_reported_once_and_not_for_each_of_its_seats() -> None:
    assert problems(changed(('venue = "sala"', 'venue = "salon"'))) == [
        ("event[1].venue", "unknown_reference", "salon")
    ]


def test_stages_that_end_sooner_than_the_one_before_overlap() -> None:
    text = changed(
        ("up_to_sold = 4", 'until = { day = 3, time = "00:00" }'),
        ("percent = 0", 'percent = 0\nuntil = { day = 2, time = "00:00" }'),
    )
    assert problems(text) == [("event[1].zone[1].stage[2]", "stages_overlap", "Regular")]


@pytest.mark.parametrize(
    ("wrong", "allowed"),
    [
        (('role = "cashier"', 'role = "boss"'), "cashier, supervisor"),
        (('medium = "free_form"', 'medium = "paper"'), "free_form"),
        (("fee = 2", 'tax = "IGTF"'), "G, R, A, E"),
        (("capacity = 100", "capacity = 0"), "1.."),
    ],
)
def test_a_wrong_value_is_refused_with_the_values_that_are_allowed(wrong: tuple[str, str], allowed: str) -> None:
    with pytest.raises(BadSetup) as refused:
        setup.read(changed(wrong), on=ON)
    (problem,) = refused.value.problems
    assert problem.what is Flaw.BAD_VALUE
    assert allowed in problem.allowed
    assert problem.allowed in setup.sentence(problem)


def test_a_wrong_rif_digit_warns_and_does_not_refuse() -> None:
    content = setup.read(changed(("J-50012345-0", "J-50012345-1")), on=ON)
    assert [(warning.where, warning.what.value) for warning in content.warnings] == [
        ("series[1].issuer.rif", "rif_digit")
    ]


def test_one_of_several_files_may_lack_what_another_has() -> None:
    house, _, show = SMALL.partition("[[venue]]")
    whole = setup.read_all({"house.toml": house, "show.toml": f"[[venue]]{show}"}, on=ON)
    assert whole == setup.read(SMALL, on=ON)
    with pytest.raises(BadSetup) as refused:
        setup.read_all({"show.toml": f"[[venue]]{show}"}, on=ON)
    assert [problem.where for problem in refused.value.problems] == ["organisation", "station", "tax"]


def test_two_files_do_not_both_name_the_station() -> None:
    with pytest.raises(BadSetup) as refused:
        setup.read_all({"a.toml": SMALL, "b.toml": "[station]\nno = 2"}, on=ON)
    assert [(problem.where, problem.what.value) for problem in refused.value.problems] == [
        ("b.toml: station", "duplicate")
    ]


def test_a_byte_order_mark_is_skipped() -> None:
    """Head office is sent the text of files, which may begin with one."""
    assert setup.read("\ufeff" + SMALL, on=ON) == setup.read(SMALL, on=ON)
