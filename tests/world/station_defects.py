"""Deliberate defects of the station: each replaces a few small functions of the production code."""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain.errors import Refused
from pos_app.services.copies import fencing
from pos_app.services.hq import catalogue_feed, sending
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.storage.catalogue import numbers, turns
from pos_app.storage.catalogue import rights as taken_rights
from pos_app.storage.catalogue.catalogue_cache import catalogue_changed
from pos_app.storage.sales import refund_rights
from pos_app.storage.store import fences, sync_state
from sync import journal
from sync.facts import RightsHandedOver, SaleRecorded
from sync.journal import Head
from sync.line import pull, push
from sync.line.client import HqClient, Sealed
from sync.line.messages import Acknowledged, Push
from tests.world import harmless
from tests.world.harmless import Replacements
from tests.world.world import World


def drop_on_refusal(_: World) -> Replacements:
    """The station treats a refused push as acknowledged and continues after it."""
    real = HqClient.push

    def push(self: HqClient, sent: Push) -> Sealed[Acknowledged]:
        try:
            return real(self, sent)
        except Refused:
            head = self.head()
            answer = Acknowledged(
                sent.epoch, sent.request_no, sent.top, "", head.hq_incarnation, head.server_time, head.feed_head
            )
            return Sealed(answer, b"", "")

    def note(station: Any, session: Any, sent: Push, sealed: Sealed[Acknowledged]) -> None:
        answer = sealed.message
        with station.database.write() as tx:
            sync_state.acknowledge(tx, sent.epoch, answer.hq_incarnation, answer.acknowledged)

    def beginning(_session: Any, _epoch: int, top: int, sent: int | None) -> int:
        return min(sent or 0, top)

    return [(HqClient, "push", push), (sending, "_note", note), (sending, "_beginning", beginning)]


def no_epoch_fence(_: World) -> Replacements:
    """A store that was put back is neither detected nor stopped."""

    def ignore(*_: object) -> None:
        return None

    return [(fencing, "watch", ignore), (fencing, "stop", ignore), (fences, "refuse_stopped", ignore)]


def refunds_without_the_right(_: World) -> Replacements:
    """A station forgets that it gave the refund right of a sale away."""

    def moves(*_: object, **__: object) -> tuple[object, ...]:
        return ()

    return [(refund_rights, "moves", moves)]


def cursor_before_rows(_: World) -> Replacements:
    """The cursor of the feed is committed before the rows of its page."""

    def take_page(station: Any, sealed: Any) -> None:
        page = sealed.message
        with station.database.write() as tx:
            sync_state.move(tx, page.hq_incarnation, page.cursor)
        with station.database.write() as tx:
            pull.apply_page(tx, station.tenant_id, page.changes)
            catalogue_changed(tx)

    return [(catalogue_feed, "_take_page", take_page)]


def number_outside_the_sale(_: World) -> Replacements:
    """The number is taken in a transaction of its own, before that of the sale."""
    real_sell, real_block = checkout.sell, numbers.current_block
    taken: list[int] = []

    def current_block(tx: Any, holder: Any, series: str) -> Any:
        return replace(real_block(tx, holder, series), next=taken[-1]) if taken else real_block(tx, holder, series)

    def sell(station: Any, *rest: Any) -> CompletedSale:
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
    """The sale is printed while its transaction can still be rolled back."""
    real = journal.append

    def append(tx: Any, author: Any, fact: Any, **when: Any) -> Head:
        head: Head = real(tx, author, fact, **when)
        if isinstance(fact, SaleRecorded):
            life = (author.station_id, author.epoch)
            name = next(machine.name for machine in world.in_use if machine.build.station_id == author.station_id)
            world.paper.print_sale(name, life, (fact.sale, fact.document), world.schedule.now())
        return head

    return [(journal, "append", append)]


def grants_taken_twice(world: World) -> Replacements:
    """A right that is received again is accepted again."""

    def known(*_: object) -> frozenset[UUID]:
        return frozenset()

    return [*harmless.rights_sent_again(world), (taken_rights, "known", known)]


def answer_not_matched(_: World) -> Replacements:
    """The station accepts any acknowledgement as the response to its last push."""

    def note(station: Any, session: Any, sent: Push, sealed: Sealed[Acknowledged]) -> None:
        answer = sealed.message
        with station.database.write() as tx:
            sync_state.acknowledge(tx, sent.epoch, answer.hq_incarnation, answer.acknowledged)
        session.reached[sent.epoch] = answer.acknowledged

    return [(sending, "_note", note)]


def turns_without_a_right(_: World) -> Replacements:
    """The station sells at every turn of the presale that it has not used, whoever holds it."""

    def unused(tx: Any, _holder: Any, performance_id: Any, zone_id: Any) -> list[int]:
        used = text("SELECT turn FROM sold_turn WHERE performance_id = :performance AND zone_id = :zone")
        keys = {"performance": performance_id.bytes, "zone": zone_id.bytes}
        return sorted(set(range(10)).difference(tx.execute(used, keys).scalars()))

    return [(turns, "unused", unused)]


def purge_before_durable(_: World) -> Replacements:
    """The station deletes journal entries when it sends them, not when HQ acknowledged them."""
    real = push.collect

    def collect(tx: Any, author: Any, epoch: int, after: int) -> Any:
        entries = real(tx, author, epoch, after)
        tx.execute(text("DROP TRIGGER IF EXISTS journal_never_shrinks"))
        gone = "DELETE FROM journal WHERE epoch = :epoch AND seq < (SELECT max(seq) FROM journal WHERE epoch = :epoch)"
        tx.execute(text(gone), {"epoch": epoch})
        return entries

    return [(push, "collect", collect)]


def given_and_kept(_: World) -> Replacements:
    """A station that hands seats over goes on selling them."""
    return [(RightsHandedOver, "given_up", lambda _: iter(()))]
