"""Pushes that are committed together: whoever gives up waiting takes nothing from the others."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from hq.services.arrivals import Arrived
from hq.services.group_commit import GroupCommit
from sync.messages import Acknowledged, Grants, Push
from tests.hq.offices import START

TENANT = UUID(int=1)
PATIENCE_S = 20.0


@dataclass
class Books:
    """Takes in what comes, one group after the other, when it is let."""

    begun: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)
    received: list[UUID] = field(default_factory=list)

    def receive(self, tenant_id: UUID, arrived: Sequence[Arrived]) -> list[Acknowledged]:
        self.begun.set()
        assert self.may_go_on.wait(PATIENCE_S)
        self.received += [each.station_id for each in arrived]
        return [Acknowledged(1, 1, 0, "", tenant_id, START, 0, Grants(), 0) for _ in arrived]


@pytest.fixture
def books() -> Iterator[Books]:
    made = Books()
    yield made
    made.may_go_on.set()


def push_of(no: int) -> Arrived:
    return Arrived(UUID(int=no), Push(1, "", 1, 1, 0, 0, ()))


def test_a_push_that_is_being_received_is_not_given_up_and_the_next_is_answered(books: Books) -> None:
    with closing(GroupCommit(books.receive)) as together:
        first = together.put(TENANT, push_of(1))
        assert books.begun.wait(PATIENCE_S)
        assert not first.cancel()
        books.may_go_on.set()
        assert first.result(PATIENCE_S).request_no
        assert together.put(TENANT, push_of(2)).result(PATIENCE_S).request_no


def test_a_push_that_is_given_up_in_the_queue_is_not_received(books: Books) -> None:
    with closing(GroupCommit(books.receive)) as together:
        first = together.put(TENANT, push_of(1))
        assert books.begun.wait(PATIENCE_S)
        assert together.put(TENANT, push_of(2)).cancel()
        books.may_go_on.set()
        assert first.result(PATIENCE_S).request_no
        assert together.put(TENANT, push_of(3)).result(PATIENCE_S).request_no
    assert books.received == [UUID(int=1), UUID(int=3)]
