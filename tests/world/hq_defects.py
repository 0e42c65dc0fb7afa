"""Deliberate defects of HQ: each replaces a few small functions of the production code."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select, text

from domain.rights import Holder, Recall, SeatGrant, seats_of
from hq.catalogue import feed, publish
from hq.intake import ingest
from hq.intake import routes as intake_routes
from hq.journals import arrivals
from hq.journals.arrivals import Arrived, Judged
from hq.people import callers
from hq.people.tokens import Claims
from hq.recovery import recovery
from hq.rights import fencing, grants, recalls, refund_rights
from hq.rights.grant_kinds import GrantKind
from hq.rights.rows import number_rights, place_rights, seat_rights
from hq.storage import ledger_tables, tables
from hq.storage.batch import insert_many
from hq.storage.database import DatabaseUnavailable
from hq.storage.ledger import NoSuchRow
from sync.facts import SaleRecorded
from sync.facts.entry import journal as journal_table
from sync.journal import Head
from sync.line.messages import Push
from sync.line.push import check_chain
from tests.world import harmless
from tests.world.harmless import Replacements
from tests.world.world import World

_SILENCE = timedelta(hours=3)


def rights_lent_that_hq_has_not(_: World) -> Replacements:
    """HQ lends the refund right of a sale while the station that sold still has it."""

    def has_own(*_: object) -> bool:
        return False

    return [(refund_rights, "has_own", has_own)]


def no_dedupe(_: World) -> Replacements:
    """HQ records entries again that it has: it starts from the position that the station names."""

    def judge(tx: Any, life: Any, push: Push) -> Judged:
        if push.session != life.session:
            raise arrivals.WrongSession
        t = journal_table.c
        life_rows = (t.tenant_id == life.tenant_id, t.station_id == life.station_id, t.epoch == life.epoch)
        at = tx.execute(select(t.hash).where(*life_rows, t.seq == push.after)).scalar()
        start = Head(push.after, bytes(at) if at else bytes(32))
        links = check_chain(push.entries, life.tenant_id, life.station_id, life.epoch, start)
        head = Head(links[-1].seq, links[-1].hash) if links else life.head
        return Judged(life, push, tuple(links), head)

    return [(ingest, "judge", judge)]


def reissue_of_lost_numbers(_: World) -> Replacements:
    """HQ grants the unused numbers of a lost station to another one."""
    real_take, real_grant = number_rights.take_numbers, grants.grant_numbers

    def tail(tx: Any, series: str) -> Any:
        v = ledger_tables.void_range.c
        unused = select(v.first, v.last).where(v.series == series, v.reason != "returned", v.last > v.first)
        return tx.execute(unused.limit(1)).first()

    def take_numbers(tx: Any, tenant_id: UUID, series: str, count: int) -> int:
        lost = tail(tx, series)
        return int(lost.first) if lost else real_take(tx, tenant_id, series, count)

    def grant_numbers(tx: Any, office: Any, to: Any, numbers: grants.Numbers, *grant_id: Any) -> Any:
        lost = tail(tx, numbers.series)
        wanted = replace(numbers, count=lost.last - lost.first + 1) if lost else numbers
        return real_grant(tx, office, to, wanted, *grant_id)

    return [(number_rights, "take_numbers", take_numbers), (grants, "grant_numbers", grant_numbers)]


def rights_of_the_silent_run_out(world: World) -> Replacements:
    """HQ grants the seats of a station that it did not hear from for some hours to any station that asks for them."""
    real = grants.grant_seats

    def grant_seats(tx: Any, office: Any, to: Any, grant: SeatGrant) -> SeatGrant:
        before = world.schedule.now() - _SILENCE
        r, life = ledger_tables.seat_right, tables.station_life.c
        silent = select(life.station_id).where(life.tenant_id == to.tenant_id, life.last_seen_at < before)
        wanted = (r.c.performance_id == grant.performance_id, r.c.seat_id.in_(seats_of(grant.seats)))
        tx.execute(r.delete().where(r.c.tenant_id == to.tenant_id, r.c.station_id.in_(silent), *wanted))
        return real(tx, office, to, grant)

    return [(grants, "grant_seats", grant_seats)]


def prices_calculated_again(_: World) -> Replacements:
    """HQ records the price that it would have charged instead of what was paid."""
    real = vars(ingest)["record"]

    def record(tx: Any, entry: Any) -> None:
        fact = entry.body
        if isinstance(fact, SaleRecorded):
            tickets = tuple(
                replace(ticket, price=replace(ticket.price, amount=ticket.price.steps[0].amount))
                for ticket in fact.sale.tickets
            )
            changed = msgspec.structs.replace(fact, sale=replace(fact.sale, tickets=tickets))
            entry = msgspec.structs.replace(entry, body=changed)
        real(tx, entry)

    return [(ingest, "record", record)]


def no_sessions(_: World) -> Replacements:
    """HQ accepts pushes of sessions that are over."""
    real = arrivals.judge

    def judge(tx: Any, life: Any, push: Push) -> Judged:
        if push.session == life.session:
            return real(tx, life, push)
        return real(tx, replace(life, session=push.session, last_request=0), push)

    return [(ingest, "judge", judge)]


def no_request_numbers(_: World) -> Replacements:
    """HQ accepts pushes of a session in any order."""
    real = arrivals.judge

    def judge(tx: Any, life: Any, push: Push) -> Judged:
        return real(tx, replace(life, last_request=0), push)

    return [(ingest, "judge", judge)]


def ended_lives_are_refused(_: World) -> Replacements:
    """HQ refuses the entries of a life that another one followed."""
    real = arrivals.life_of

    def life_of(tx: Any, row: Any, epoch: int, at: Any) -> arrivals.Life:
        if epoch != row.epoch:
            raise arrivals.UnknownEpoch(epoch, row.epoch)
        return real(tx, row, epoch, at)

    return [(ingest, "life_of", life_of)]


def an_ended_life_keeps_its_rights(_: World) -> Replacements:
    """HQ does not fence the rights of a life that ended."""

    def fence(*_: object) -> None:
        return None

    return [(fencing, "fence", fence)]


def any_token_opens_any_path(_: World) -> Replacements:
    """HQ checks that a token is valid but not that it belongs to the station of the path."""

    def its_station(station_id: UUID, claims: Claims) -> Holder:
        return Holder(claims.tid, station_id, claims.epo)

    return [(callers, "its_station", its_station), (intake_routes, "its_station", its_station)]


def feed_without_order(_: World) -> Replacements:
    """Feed positions come from a plain sequence: a later one may be committed before an earlier one."""
    places = iter(range(1_000, 1_000_000))

    def append_changes(tx: Any, tenant_id: UUID, changes: Sequence[Any], station_id: UUID | None = None) -> int:
        taken = [next(places) for _ in changes]
        tx.insert(ledger_tables.change, [
            {"tenant_id": tenant_id, "seq": seq, "station_id": station_id,
             "body": publish.pack(msgspec.structs.replace(change, seq=seq))}
            for seq, change in zip(taken, changes, strict=True)
        ])  # fmt: skip
        return taken[0]

    def head(tx: Any, tenant_id: UUID) -> int:
        t = ledger_tables.change.c
        return int(tx.execute(select(func.coalesce(func.max(t.seq), 0)).where(t.tenant_id == tenant_id)).scalar_one())

    real = feed.page

    def page(tx: Any, office: Any, reader: Any, cursor: int, incarnation: UUID) -> Any:
        end = head(tx, reader.tenant_id)
        tx.execute(text("UPDATE feed SET head = :end, pruned_to = 0"), {"end": end})
        return real(tx, office, reader, cursor, incarnation)

    return [(publish, "append_changes", append_changes), (feed, "head", head), (feed, "page", page)]


def acknowledge_before_commit(_: World) -> Replacements:
    """HQ acknowledges before it knows that the commit succeeded."""
    real, real_acknowledge = ingest.receive, ingest._acknowledge
    prepared: dict[UUID, Any] = {}

    def acknowledge(*taken: Any) -> Any:
        answers = real_acknowledge(*taken)
        prepared.update(answers)
        return answers

    def receive(office: Any, tenant_id: UUID, arrived: Sequence[Arrived]) -> list[Any]:
        prepared.clear()
        try:
            return real(office, tenant_id, arrived)
        except (DatabaseUnavailable, RuntimeError):
            if prepared:
                return [prepared[push.station_id] for push in arrived]
            raise

    return [(ingest, "receive", receive), (ingest, "_acknowledge", acknowledge)]


def places_beyond_the_house(_: World) -> Replacements:
    """HQ grants places without checking the capacity of the zone."""

    def take_places(tx: Any, tenant_id: UUID, grant: Any, of: int) -> None:
        keys = {"tenant_id": tenant_id, "performance_id": grant.performance_id, "zone_id": grant.zone_id}
        tx.insert(ledger_tables.place_pool, [{**keys, "capacity": of, "granted": 0, "returned": 0, "beyond": 0}])
        tx.execute(
            text(
                "UPDATE place_pool SET granted = granted + :more, capacity = greatest(capacity, granted + :more)"
                " WHERE performance_id = :performance_id AND zone_id = :zone_id AND tenant_id = :tenant_id"
            ),
            {**keys, "more": grant.places},
        )

    return [(place_rights, "take_places", take_places), (place_rights, "places_left", lambda *_, **__: 10**6)]


def seats_without_a_key(_: World) -> Replacements:
    """HQ grants seats without checking whether another station holds them."""

    def grant_seats(tx: Any, office: Any, to: Any, grant: SeatGrant) -> SeatGrant:
        insert_many(tx, ledger_tables.seat_right, [
            {"tenant_id": to.tenant_id, "performance_id": grant.performance_id, "seat_id": seat,
             "grant_id": grant.id, "station_id": to.station_id, "epoch": to.epoch, "quarantined": 0, "asked": 0}
            for seat in seats_of(grant.seats)
        ])  # fmt: skip
        grants._issue(tx, office, to, GrantKind.SEATS, grant)
        return grant

    return [(grants, "grant_seats", grant_seats)]


def freed_when_recalled(_: World) -> Replacements:
    """HQ frees a recalled seat at once, instead of when its return arrives."""
    real = recalls.recall

    def recall(tx: Any, office: Any, by: Any, station_id: UUID, wanted: Recall) -> Recall:
        asked = real(tx, office, by, station_id, wanted)
        if asked.performance_id is not None:
            seat_rights.delete_seats(tx, by.tenant_id, asked.performance_id, sorted(seats_of(asked.seats)))
        return asked

    return [(recalls, "recall", recall)]


def granted_again_when_asked_again(_: World) -> Replacements:
    """HQ grants a right again when the request is repeated."""
    real = grants._issue

    def issue(*right: Any) -> None:
        with suppress(NoSuchRow):
            real(*right)

    return [(grants, "is_issued", lambda *_: False), (grants, "_issue", issue)]


def no_issue_log(_: World) -> Replacements:
    """After an older database is put back, HQ does not read from its issue log what it granted since."""
    return [(recovery, "_apply_line", lambda *_: None)]


def poison_blocks_the_queue(world: World) -> Replacements:
    """An entry of an unknown kind makes HQ fail the whole push."""

    def note(*_: object) -> None:
        raise NotImplementedError

    return [*harmless.an_unknown_kind(world), (ingest, "note", note)]
