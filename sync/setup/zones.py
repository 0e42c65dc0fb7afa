"""The zones of a show: what each covers, its price stages, and the percentages of rows and seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.catalogue.catalog import PlaceModifier, PriceStage, Zone, ZoneKind, ZoneState
from domain.ids import EventId, ZoneId
from domain.money.money import USD, Currency, Money
from domain.money.taxes import TaxCategory
from sync.setup.amounts import money, percent
from sync.setup.days import instant
from sync.setup.labels import row_range
from sync.setup.names import derived, matching, note_duplicates
from sync.setup.organisation import read_currency
from sync.setup.plan import VenuePlan
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable

_WAYS = ("sections", "each", "capacity")
"""The keys of which a zone has one: what it covers."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The defaults of a show for its zones."""

    event_id: EventId
    currency: Currency
    fee: Money
    tax: TaxCategory
    tax_included: bool
    stages: tuple[PriceStage, ...]
    modifiers: tuple[PlaceModifier, ...]


@dataclass(frozen=True, slots=True)
class _Area:
    """The name of a zone and what it covers: sections, or a number of places."""

    name: str
    key: str
    section_nos: frozenset[int]
    capacity: int


def read_zones(show: TomlTable, event_id: EventId, plan: VenuePlan) -> tuple[Zone, ...]:
    """The zones of a show; a table with `each` makes one zone for every section that it names."""
    terms = _terms(show, event_id, plan)
    taken: set[int] = set()
    zones: list[Zone] = []
    keys: list[tuple[TomlTable, str, object]] = []
    for table in show.tables("zone"):
        areas = _areas(table, plan)
        for area in areas:
            for no in area.section_nos & taken:
                table.note("", Flaw.SECTION_IN_TWO_ZONES, plan.section_names[no])
            taken |= area.section_nos
            keys.append((table, "name", area.key))
        zones.extend(_zones(table, areas, terms))
    note_duplicates(keys)
    return tuple(zones)


def read_stages(tables: Sequence[TomlTable]) -> tuple[PriceStage, ...]:
    """Successive stages: each ends later, or after more tickets, than the one before; only the last may have no end."""
    tables = [table for table in tables if _is_used(table)]
    stages = [_stage(table) for table in tables]
    for table, before, after in zip(tables[1:], stages, stages[1:], strict=False):
        if not _follows(before, after):
            table.note("", Flaw.STAGES_OVERLAP, after.name)
    return tuple(stages)


def _is_used(stage: TomlTable) -> bool:
    """Whether a stage is used. One that is retired is read all the same, so that its problems are noted."""
    if stage.flag("active", default=True):
        return True
    _stage(stage)
    return False


def _follows(before: PriceStage, after: PriceStage) -> bool:
    endless = before.until is None and before.up_to_sold is None
    sooner = before.until is not None and after.until is not None and after.until <= before.until
    fewer = before.up_to_sold is not None and after.up_to_sold is not None and after.up_to_sold <= before.up_to_sold
    return not (endless or sooner or fewer)


def _terms(show: TomlTable, event_id: EventId, plan: VenuePlan) -> _Terms:
    currency = read_currency(show, "currency", USD)
    return _Terms(
        event_id=event_id,
        currency=currency,
        fee=money(show, "fee", currency, "0"),
        tax=_tax(show, TaxCategory.GENERAL),
        tax_included=show.flag("tax_included", default=True),
        stages=read_stages(show.tables("stage")),
        modifiers=tuple(_modifier(table, plan) for table in show.tables("modifier")),
    )


def _areas(table: TomlTable, plan: VenuePlan) -> list[_Area]:
    names = plan.section_names
    ways = [key for key in _WAYS if table.has(key)]
    if ways == ["each"]:
        section_nos = matching(table, "each", names)
        return [_Area(names[no], names[no], frozenset({no}), len(plan.ordinals[no])) for no in section_nos]
    name = table.text("name")
    key = table.text("key", name)
    if ways == ["capacity"]:
        return [_Area(name, key, frozenset(), table.integer("capacity", least=1))]
    if ways == ["sections"]:
        section_nos = matching(table, "sections", names)
        return [_Area(name, key, frozenset(section_nos), sum(len(plan.ordinals[no]) for no in section_nos))]
    table.mark_known(*ways)
    table.note("sections", Flaw.BAD_VALUE if ways else Flaw.MISSING, " ".join(ways), " | ".join(_WAYS))
    return []


def _zones(table: TomlTable, areas: Sequence[_Area], terms: _Terms) -> list[Zone]:
    price = money(table, "price", terms.currency)
    fee = money(table, "fee", terms.currency, str(terms.fee))
    tax = _tax(table, terms.tax)
    included = table.flag("tax_included", default=terms.tax_included)
    stages = read_stages(table.tables("stage")) or terms.stages
    state = table.choice("state", ZoneState, ZoneState.ACTIVE)
    return [
        Zone(
            id=ZoneId(derived(terms.event_id, "zone", area.key)),
            event_id=terms.event_id,
            name=area.name,
            kind=ZoneKind.NUMBERED if area.section_nos else ZoneKind.GENERAL,
            base_price=price,
            fee=fee,
            tax=tax,
            tax_included=included,
            capacity=area.capacity,
            section_nos=area.section_nos,
            stages=stages,
            modifiers=tuple(m for m in terms.modifiers if m.section_nos & area.section_nos),
            state=state,
        )
        for area in areas
    ]


def _tax(table: TomlTable, default: TaxCategory) -> TaxCategory:
    # IGTF falls on the means of payment, never on a ticket.
    return table.choice("tax", TaxCategory, default, without=TaxCategory.IGTF)


def _stage(table: TomlTable) -> PriceStage:
    until = instant(table.table("until")) if table.has("until") else None
    up_to_sold = table.integer("up_to_sold", least=1) if table.has("up_to_sold") else None
    return PriceStage(table.text("name"), percent(table, "percent"), until, up_to_sold)


def _modifier(table: TomlTable, plan: VenuePlan) -> PlaceModifier:
    section_nos = matching(table, "sections", plan.section_names)
    ordinals = [i for no in section_nos for i in plan.ordinals[no]]
    numbers = table.texts("numbers", ())
    known = {plan.seats.number[i] for i in ordinals}
    for number in numbers:
        if number not in known:
            table.note(
                "numbers", Flaw.UNKNOWN_REFERENCE, number, ", ".join(sorted(known, key=lambda one: (len(one), one)))
            )
    return PlaceModifier(
        label=table.text("label"),
        percent=_nonzero_percent(table),
        section_nos=frozenset(section_nos),
        rows=frozenset(_rows(table, list(dict.fromkeys(plan.seats.row[i] for i in ordinals)))),
        numbers=frozenset(numbers),
    )


def _nonzero_percent(table: TomlTable) -> Decimal:
    value = percent(table, "percent")
    if table.has("percent") and not value:
        table.note("percent", Flaw.BAD_AMOUNT, value)
    return value


def _rows(table: TomlTable, known: list[str]) -> list[str]:
    """The rows that a key names: row names, or "A..F" for the rows from A to F in the order of the plan."""
    rows: list[str] = []
    for written in table.texts("rows", ()):
        hits = row_range(written, known)
        if not hits:
            table.note("rows", Flaw.UNKNOWN_REFERENCE, written, ", ".join(known))
        rows += hits
    return rows
