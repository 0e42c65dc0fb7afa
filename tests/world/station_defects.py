"""Deliberate defects of the station, each by other functions in the place of a few small ones."""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain.errors import Refused
from pos_app.services.copies import fencing
from pos_app.services.hq import catalogue_feed, sending
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Sold
from pos_app.storage.catalogue import numbers
from pos_app.storage.catalogue import rights as taken_rights
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.store import fences, sync_state
from sync import journal
from sync.facts import SaleRecorded
from sync.journal import Head
from sync.line import pull, push
from sync.line.client import HqClient
from sync.line.messages import Acknowledged, Push
from tests.world import harmless
from tests.world.harmless import Replacements
from tests.world.world import World


def drop_on_refusal(_: World) -> Replacements:
    """The station takes a refusal for an acknowledgement, and goes on from there."""
    real = HqClient.push

    def push(self: HqClient, said: Push) -> Acknowledged:
        try:
            return real(self, said)
        except Refused:
            head = self.head()
            return Acknowledged(
                said.epoch, said.request_no, said.top, "", head.hq_incarnation, head.server_time, head.feed_head
            )

    def note(station: Any, session: Any, said: Push, answer: Acknowledged) -> None:
        with station.database.write() as tx:
            sync_state.acknowledge(tx, said.epoch, answer.hq_incarnation, answer.acknowledged)

    def beginning(_session: Any, _epoch: int, top: int, sent: int | None) -> int:
        return min(sent or 0, top)

    return [(HqClient, "push", push), (sending, "_note", note), (sending, "_beginning", beginning)]


def no_epoch_fence(_: World) -> Replacements:
    """A store that was put back goes on as if nothing had been."""

    def nothing(*_: object) -> None:
        return None

    return [(fencing, "watch", nothing), (fencing, "stop", nothing), (fences, "refuse_stopped", nothing)]


def cursor_before_rows(_: World) -> Replacements:
    """The place of the feed is saved before its rows are there."""

    def take_page(station: Any, page: Any) -> None:
        with station.database.write() as tx:
            sync_state.move(tx, page.hq_incarnation, page.cursor)
        with station.database.write() as tx:
            pull.apply_page(tx, station.tenant_id, page.changes)
            catalogue_changed(tx)

    return [(catalogue_feed, "_take_page", take_page)]


def number_outside_the_sale(_: World) -> Replacements:
    """The number is taken in a transaction of its own, before the sale's."""
    real_sell, real_block = checkout.sell, numbers.current_block
    taken: list[int] = []

    def current_block(tx: Any, holder: Any, series: str) -> Any:
        return replace(real_block(tx, holder, series), next=taken[-1]) if taken else real_block(tx, holder, series)

    def sell(station: Any, *rest: Any) -> Sold:
        with suppress(Refused), station.database.write() as tx:
            block = real_block(tx, station.holder, station.catalogue.series(tx).code)
            tx.execute(text("UPDATE number_block SET next = next + 1 WHERE id = :id"), {"id": block.id.bytes})
            taken.append(block.next)
        try:
            return real_sell(station, *rest)
        finally:
            taken.clear()

    return [(checkout, "sell", sell), (numbers, "current_block", current_block)]


def print_before_commit(world: World) -> Replacements:
    """The paper comes out while the sale can still be rolled back."""
    real = journal.append

    def append(tx: Any, author: Any, fact: Any, **when: Any) -> Head:
        head: Head = real(tx, author, fact, **when)
        if isinstance(fact, SaleRecorded):
            life = (author.station_id, author.epoch)
            name = next(each.name for each in world.in_use if each.build.station_id == author.station_id)
            world.paper.print_sale(name, life, (fact.sale, fact.document), world.schedule.now())
        return head

    return [(journal, "append", append)]


def grants_taken_twice(world: World) -> Replacements:
    """A right that comes again is taken again."""

    def known(*_: object) -> frozenset[UUID]:
        return frozenset()

    return [*harmless.rights_told_again(world), (taken_rights, "known", known)]


def answer_not_matched(_: World) -> Replacements:
    """The station takes any acknowledgement for the answer to what it just sent."""

    def note(station: Any, session: Any, said: Push, answer: Acknowledged) -> None:
        with station.database.write() as tx:
            sync_state.acknowledge(tx, said.epoch, answer.hq_incarnation, answer.acknowledged)
        session.reached[said.epoch] = answer.acknowledged

    return [(sending, "_note", note)]


def purge_before_durable(_: World) -> Replacements:
    """The station clears its journal of what it sends, not of what HQ says that it has."""
    real = push.collect

    def collect(tx: Any, author: Any, epoch: int, after: int) -> Any:
        entries = real(tx, author, epoch, after)
        tx.execute(text("DROP TRIGGER IF EXISTS journal_never_shrinks"))
        gone = "DELETE FROM journal WHERE epoch = :epoch AND seq < (SELECT max(seq) FROM journal WHERE epoch = :epoch)"
        tx.execute(text(gone), {"epoch": epoch})
        return entries

    return [(push, "collect", collect)]
