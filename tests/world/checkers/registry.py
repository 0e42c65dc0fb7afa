"""Compares what stations and HQ know of customers, and with what the journals have of them."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from domain.people.customers import Channel, Consent, CustomerRecord, Edit, Origin, is_allowed
from hq.customers import rows as at_hq
from pos_app.storage.people import customer_rows
from sync.facts import Entry
from sync.facts.customers import AT_HQ, edits_of
from sync.tables import canonical
from tests.world.books import Books
from tests.world.world import World


def customers_are_level(world: World, books: Books) -> Iterator[str]:
    """I15: every station has HQ's records, and each has what all journals and branches have."""
    edits = _edits(books)
    with world.hq.office.database.tenant(world.hq.tenant_id) as tx:
        known = at_hq.records(tx, world.hq.tenant_id, list(edits))
    yield from (f"customer {one} is not at HQ" for one in edits.keys() - known.keys())
    for machine in world.in_use:
        with machine.station.database.read() as tx:
            here = customer_rows.records(tx, machine.station.tenant_id, list(known))
        for one, record in known.items():
            if one not in here or _content(here[one]) != _content(record):
                yield f"{machine.name}: customer {one} differs from HQ's"
    for one, record in known.items():
        yield from _flaws(record, edits[one])


def _edits(books: Books) -> dict[UUID, list[Edit]]:
    edits: dict[UUID, list[Edit]] = defaultdict(list)
    followed = (body for chain in books.entries.values() for body in chain if body)
    for body in (*followed, *books.branches):
        entry = canonical.decode(body, Entry)
        for edit in edits_of(entry, entry.body):
            edits[edit.customer_id].append(edit)
    return edits


def _content(record: CustomerRecord) -> object:
    texts = {of: text.value for of, text in record.texts.items()}
    return texts, record.consents, record.linked, record.parted, record.is_erased


def _flaws(record: CustomerRecord, edits: list[Edit]) -> Iterator[str]:
    if any(edit.erases for edit in edits):
        if record.texts or record.consents or not record.is_erased:
            yield f"customer {record.id} was erased and is known"
        return
    if record.is_erased:
        yield f"nobody erased customer {record.id}"
    for of, text in record.texts.items():
        if text.stamp.station != AT_HQ and text.value not in {edit.texts.get(of) for edit in edits}:
            yield f"customer {record.id}: nobody wrote the {of}"
    yield from (
        f"customer {record.id}: the {of} is lost" for edit in edits for of in edit.texts.keys() - record.texts.keys()
    )
    yield from _consents_against_refusals(record, edits)


def _consents_against_refusals(record: CustomerRecord, edits: list[Edit]) -> Iterator[str]:
    """A refusal that no consent names stands, whenever it was said."""
    acts = [(Origin(edit.stamp.station, edit.stamp.position), act) for edit in edits for act in edit.consents]
    lifted = {origin for _, act in acts if act.is_given for origin in act.overrules}
    for channel in Channel:
        stands = any(act.channel is channel and not act.is_given and origin not in lifted for origin, act in acts)
        decided: Consent | None = is_allowed(record.consents, channel)
        if stands and (decided is None or decided.act.is_given):
            yield f"customer {record.id} forbade {channel} and is asked"
