"""The fiscal part of a set-up: series with their issuer and forms, and the number blocks of the station."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.fiscal.forms import Form, control_after, controls_overlap, dated_authorisation, read_control
from domain.fiscal.series import Issuer, Medium, NumberBlock, Series
from domain.ids import StationId
from domain.people.identity import BadIdentity, parse_rif
from domain.rights import GrantId, NumberGrant
from domain.typed_text import compact
from sync.setup.days import optional_day
from sync.setup.names import derived, note_duplicates
from sync.setup.problems import Flaw
from sync.setup.toml_table import TomlTable


def read_series(tables: list[TomlTable]) -> tuple[Series, ...]:
    """The numbering series. Free-form paper must name its printing house (docs/fiscal-rules.md section 6)."""
    all_series = [_series(table) for table in tables]
    note_duplicates((table, "code", series.code) for table, series in zip(tables, all_series, strict=True))
    for at, (table, series) in enumerate(zip(tables, all_series, strict=True)):
        _note_overlapping_forms(table, series, all_series[:at])
    return tuple(all_series)


def read_blocks(
    tables: list[TomlTable], all_series: tuple[Series, ...], station_id: StationId
) -> tuple[NumberGrant, ...]:
    """The number blocks. No two of a series may overlap, and free forms must have a control number for each number."""
    by_code = {series.code: series for series in all_series}
    blocks: list[NumberGrant] = []
    for table in tables:
        block = _block(table, station_id)
        if block.series and block.series not in by_code:
            table.note("series", Flaw.UNKNOWN_REFERENCE, block.series, ", ".join(by_code))
        elif block.series:
            _check_forms(table, block, by_code[block.series])
        if any(overlap(block, before) for before in blocks):
            table.note("first", Flaw.BLOCKS_OVERLAP, f"{block.first}-{block.last}")
        elif any(_is_on_forms_of(block, before, by_code) for before in blocks):
            table.note("first_control", Flaw.CONTROLS_OVERLAP, block.first_control)
        blocks.append(block)
    return tuple(blocks)


def overlap(one: NumberGrant | NumberBlock, other: NumberGrant | NumberBlock) -> bool:
    """Whether two blocks of a series share a number."""
    return one.series == other.series and one.first <= other.last and other.first <= one.last


def share_forms(one: NumberGrant | NumberBlock, other: NumberGrant | NumberBlock) -> bool:
    """Whether two blocks share a control number."""
    return controls_overlap(
        (one.first_control, one.last - one.first + 1), (other.first_control, other.last - other.first + 1)
    )


def pieces(block: NumberGrant, stored: Iterable[NumberBlock]) -> tuple[NumberBlock, ...]:
    """The blocks of a store that together are the beginning of a file's block.

    They are several when a later file extended the block: the store then got a grant for the added numbers only.
    """
    by_first = {held.first: held for held in stored if held.series == block.series and held.last >= held.first}
    connected: list[NumberBlock] = []
    start = block.first
    while start <= block.last and start in by_first:
        connected.append(by_first[start])
        start = connected[-1].last + 1
    return tuple(connected)


def rest(block: NumberGrant, stored: Iterable[NumberBlock]) -> NumberGrant | None:
    """The numbers of a file's block that the store lacks, as a grant; None when it has them all."""
    known = pieces(block, stored)
    start = known[-1].last + 1 if known else block.first
    if start > block.last:
        return None
    return replace(block, first=start, first_control=control_after(block.first_control, start - block.first))


def _series(table: TomlTable) -> Series:
    medium = table.choice("medium", Medium)
    forms = tuple(map(_form, table.one_or_more("form"))) if table.has("form") or medium.needs_control_number else ()
    return Series(table.text("code"), medium, _issuer(table.table("issuer")), forms)


def _note_overlapping_forms(table: TomlTable, series: Series, before: list[Series]) -> None:
    """A control number is the only one of its issuer (PA 0071 art. 44), whatever the series."""
    others = [form for other in before if other.issuer.rif == series.issuer.rif for form in other.forms]
    for form in series.forms:
        if any(form.overlaps(other) for other in others):
            table.note("form", Flaw.FORMS_OVERLAP, f"{form.first_control}..{form.last_control}")
        others.append(form)


def _is_on_forms_of(block: NumberGrant, other: NumberGrant, by_code: Mapping[str, Series]) -> bool:
    """Whether two blocks of an issuer share a control number."""
    one, two = by_code.get(block.series), by_code.get(other.series)
    return one is not None and two is not None and one.issuer.rif == two.issuer.rif and share_forms(block, other)


def _issuer(table: TomlTable) -> Issuer:
    return Issuer(
        name=table.text("name"),
        rif=_rif(table, "rif"),
        address=table.text("address"),
        special_taxpayer_from=optional_day(table, "special_taxpayer_from"),
        special_taxpayer_to=optional_day(table, "special_taxpayer_to"),
    )


def _form(table: TomlTable) -> Form:
    form = Form(
        printer=table.text("printer"),
        printer_rif=_rif(table, "printer_rif"),
        authorisation=dated_authorisation(table.text("authorisation"), optional_day(table, "authorised_on")),
        made_on=table.day("made_on"),
        first_control=_control(table, "first_control"),
        last_control=_control(table, "last_control"),
    )
    if form.first_control and form.last_control and not form.count:
        table.note("last_control", Flaw.BAD_VALUE, form.last_control, f"{form.first_control}..")
    return form


def _rif(table: TomlTable, key: str) -> str:
    written = table.text(key)
    if not written:
        return ""
    try:
        rif = parse_rif(written)
    except BadIdentity:
        table.note(key, Flaw.BAD_RIF, written, "J-50012345-0")
        return ""
    if not rif.digit_is_right:
        table.reading.warn(table.place(key), Flaw.RIF_DIGIT, written)
    return rif.stored


def _control(table: TomlTable, key: str, default: str | None = None) -> str:
    written = compact(table.text(key, default))
    if not written:
        return ""
    control = read_control(written)
    if control is None:
        table.note(key, Flaw.BAD_VALUE, written, "00-00000001")
        return ""
    return str(control)


def _block(table: TomlTable, station_id: StationId) -> NumberGrant:
    series = table.text("series")
    first = table.integer("first", least=1)
    last = table.integer("last", least=first)
    control = _control(table, "first_control", "")
    return NumberGrant(GrantId(derived(station_id, "numbers", series, first)), series, first, last, control)


def _check_forms(table: TomlTable, block: NumberGrant, series: Series) -> None:
    if not series.forms:
        return
    if not block.first_control:
        if not table.has("first_control"):
            table.note("first_control", Flaw.MISSING)
        return
    known = [form for form in series.forms if form.count]
    if known and not any(form.covers(block.first_control, block.last - block.first + 1) for form in known):
        table.note("first_control", Flaw.BEYOND_FORMS, block.first_control)
