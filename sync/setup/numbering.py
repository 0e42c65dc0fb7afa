"""The fiscal part of a set-up: series with their issuer and forms, and the number blocks of the station."""

from collections.abc import Iterable
from dataclasses import replace

from domain.fiscal.control import control_after
from domain.fiscal.series import Form, Issuer, Medium, NumberBlock, Series
from domain.ids import StationId
from domain.people.identity import BadIdentity, is_control_number, parse_rif
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
        blocks.append(block)
    return tuple(blocks)


def overlap(one: NumberGrant | NumberBlock, other: NumberGrant | NumberBlock) -> bool:
    """Whether two blocks of a series share a number."""
    return one.series == other.series and one.first <= other.last and other.first <= one.last


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
    form = _form(table.table("form")) if table.has("form") or medium is Medium.FREE_FORM else None
    return Series(table.text("code"), medium, _issuer(table.table("issuer")), form)


def _issuer(table: TomlTable) -> Issuer:
    return Issuer(
        name=table.text("name"),
        rif=_rif(table, "rif"),
        address=table.text("address"),
        special_taxpayer_from=optional_day(table, "special_taxpayer_from"),
        special_taxpayer_to=optional_day(table, "special_taxpayer_to"),
    )


def _form(table: TomlTable) -> Form:
    return Form(
        printer=table.text("printer"),
        printer_rif=_rif(table, "printer_rif"),
        authorisation=table.text("authorisation"),
        made_on=table.day("made_on"),
        first_control=_control(table, "first_control"),
        last_control=_control(table, "last_control"),
    )


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
    if written and not is_control_number(written):
        table.note(key, Flaw.BAD_VALUE, written, "00-00000001")
        return ""
    return written


def _block(table: TomlTable, station_id: StationId) -> NumberGrant:
    series = table.text("series")
    first = table.integer("first", least=1)
    last = table.integer("last", least=first)
    control = _control(table, "first_control", "")
    return NumberGrant(GrantId(derived(station_id, "numbers", series, first)), series, first, last, control)


def _check_forms(table: TomlTable, block: NumberGrant, series: Series) -> None:
    if series.form is None:
        return
    if not block.first_control:
        if not table.has("first_control"):
            table.note("first_control", Flaw.MISSING)
        return
    if not (series.form.first_control and series.form.last_control):
        return
    prefix, first = _control_parts(block.first_control)
    last = first + block.last - block.first
    if not (_control_parts(series.form.first_control) <= (prefix, first)
            and (prefix, last) <= _control_parts(series.form.last_control)):  # fmt: skip
        table.note("first_control", Flaw.BEYOND_FORMS, block.first_control)


def _control_parts(control: str) -> tuple[str, int]:
    prefix, _, sequence = control.partition("-")
    return prefix, int(sequence)
