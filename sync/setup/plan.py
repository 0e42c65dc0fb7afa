"""The venues of a set-up file: sections in order, and the ordinals of their seats."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.catalogue.catalog import PlanSeats, Section, Venue
from domain.ids import TenantId, VenueId
from sync.setup.names import derived, note_duplicates
from sync.setup.section import read_section
from sync.setup.toml_table import TomlTable


@dataclass(frozen=True, slots=True)
class VenuePlan:
    """A venue, its seats by ordinal, and the range of ordinals of each section."""

    venue: Venue
    seats: PlanSeats
    ordinals: tuple[range, ...]

    @property
    def section_names(self) -> tuple[str, ...]:
        """The names of the sections, in order."""
        return tuple(section.name for section in self.venue.sections)


def read_venues(tables: list[TomlTable], tenant_id: TenantId) -> dict[str, VenuePlan]:
    """The venues by the key that events refer to."""
    keys = [table.text("key") for table in tables]
    note_duplicates((table, "key", key) for table, key in zip(tables, keys, strict=True))
    return {key: _venue(table, key, tenant_id) for key, table in zip(keys, tables, strict=True)}


def _venue(table: TomlTable, key: str, tenant_id: TenantId) -> VenuePlan:
    parts = table.tables("section")
    names = [part.text("name") for part in parts]
    note_duplicates((part, "name", name) for part, name in zip(parts, names, strict=True))
    sections = [read_section(part) for part in parts]
    venue = Venue(
        id=VenueId(derived(tenant_id, "venue", key)),
        name=table.text("name"),
        address=table.text("address"),
        sections=tuple(Section(no, name) for no, name in enumerate(names)),
    )
    return VenuePlan(venue, _joined(sections), tuple(_ordinals(sections)))


def _joined(sections: list[PlanSeats]) -> PlanSeats:
    return PlanSeats(
        section_no=tuple(no for no, section in enumerate(sections) for _ in range(len(section))),
        row=tuple(row for section in sections for row in section.row),
        number=tuple(number for section in sections for number in section.number),
        x_mm=tuple(x for section in sections for x in section.x_mm),
        y_mm=tuple(y for section in sections for y in section.y_mm),
        kind=tuple(kind for section in sections for kind in section.kind),
    )


def _ordinals(sections: list[PlanSeats]) -> Iterator[range]:
    start = 0
    for section in sections:
        yield range(start, start + len(section))
        start += len(section)
