"""Commands of `taquilla-hq` for the rights of stations."""

import argparse
from uuid import UUID

from domain.fiscal.forms import control_after
from domain.rights import GrantId, Recall, spans
from hq.office import Office
from hq.outcome import Outcome, listed, moment
from hq.people.accounts import Author
from hq.rights import fencing, recalls, staff_grants
from hq.rights.grants import Numbers
from hq.rights.rows import number_rights
from resources.texts import text


def grant_block(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Grant a block of numbers to a station."""
    grant_id = GrantId(options.id or office.ids.new())
    numbers = Numbers(options.series, options.count)
    grant = staff_grants.grant_block(office, by, station_id, grant_id, numbers)
    block = text("hq.block", series=grant.series, first=grant.first, last=grant.last, no=options.no)
    if not grant.first_control:
        return Outcome([block])
    last_control = control_after(grant.first_control, grant.last - grant.first)
    return Outcome([block, text("hq.block_forms", first=grant.first_control, last=last_control)])


def list_blocks(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the blocks of numbers that stations were granted."""
    with office.database.tenant(by.tenant_id) as tx:
        blocks = number_rights.blocks_with_numbers(tx, by.tenant_id)
    return listed(
        "series first last no state",
        [(b.series, b.first, b.last, b.no, text("hq.fenced" if b.fenced else "hq.in_use")) for b in blocks],
    )


def release_seats(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Release from quarantine the unsold seats of a station's ended lives."""
    with office.database.tenant(by.tenant_id) as tx:
        released = fencing.release_seats(tx, office, by, station_id, options.reason)
    return Outcome([text("hq.released", released=released, no=options.no)])


def recall_numbers(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Ask a station for the last numbers of a series."""
    return _recall(office, by, station_id, Recall(_id(office, options), options.reason, options.series,
                                                  keep=options.keep), options)  # fmt: skip


def recall_seats(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Ask a station for seats of a zone, named by row and number, or for all of them."""
    with office.database.tenant(by.tenant_id) as tx:
        seats = spans(recalls.seats_named(tx, by.tenant_id, options.zone, options.seats))
    wanted = Recall(_id(office, options), options.reason, performance_id=options.performance, seats=seats)
    return _recall(office, by, station_id, wanted, options)


def recall_places(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """Ask a station for places of a general zone."""
    place = {"performance_id": options.performance, "zone_id": options.zone}
    return _recall(
        office, by, station_id, Recall(_id(office, options), options.reason, **place, keep=options.keep), options
    )


def list_recalls(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List the recalls, the latest first, with how much waits of each."""
    with office.database.tenant(by.tenant_id) as tx:
        views = recalls.views(tx, by.tenant_id)
    return listed(
        "no id recalled keep waiting asked_at state",
        [
            (view.no, view.recall.id, recalls.content(view.recall) or "-", view.recall.keep, view.waiting,
             moment(view.asked_at), text(f"hq.recall_{_state(view)}"))
            for view in views
        ],
    )  # fmt: skip


def end_recall(office: Office, by: Author, station_id: UUID, options: argparse.Namespace) -> Outcome:
    """End a recall: the station keeps what it has not returned."""
    with office.database.tenant(by.tenant_id) as tx:
        recalls.end(tx, office, by, station_id, options.recall)
    return Outcome([text("hq.recall_is_over", id=str(options.recall), no=options.no)])


def _recall(office: Office, by: Author, station_id: UUID, wanted: Recall, options: argparse.Namespace) -> Outcome:
    with office.database.tenant(by.tenant_id) as tx:
        recalls.recall(tx, office, by, station_id, wanted)
        views = recalls.views(tx, by.tenant_id, station_id)
    waiting = next(view.waiting for view in views if view.recall.id == wanted.id)
    return Outcome([text("hq.recalled", id=str(wanted.id), no=options.no, waiting=waiting)])


def _id(office: Office, options: argparse.Namespace) -> UUID:
    return options.id or office.ids.new()


def _state(view: recalls.RecallView) -> str:
    return "ended" if view.ended_at else "waits" if view.waiting else "done"
