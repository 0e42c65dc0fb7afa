"""Where the numbers of each series are: issued, issued late, void, returned or held, and nothing else."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hq.rights.fencing import RETURNED
from hq.storage import ledger_tables as ledger
from sync.tables.transaction import Tx


@dataclass(slots=True)
class Partition:
    """Where the numbers of a series are. `late` were void and turned up; `unexplained` must be empty."""

    series: str
    next_free: int
    issued: int = 0
    late: int = 0
    void: int = 0
    returned: int = 0
    held: int = 0
    unexplained: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether the parts are the whole."""
        parts = self.issued + self.late + self.void + self.returned + self.held
        return not self.unexplained and parts == self.next_free - 1


def partitions(tx: Tx, tenant_id: UUID) -> Iterator[Partition]:
    """Of every series of a tenant."""
    t = ledger.number_series.c
    for row in tx.execute(select(t.code, t.next_free).where(t.tenant_id == tenant_id).order_by(t.code)).all():
        partition = Partition(row.code, row.next_free)
        _tile(tx, tenant_id, partition)
        yield partition


def _tile(tx: Tx, tenant_id: UUID, partition: Partition) -> None:
    """Blocks side by side from 1 on; in each, every number has one place."""
    r = ledger.number_right.c
    blocks = tx.execute(
        select(r.first, r.last, r.fenced)
        .where(r.tenant_id == tenant_id, r.series == partition.series)
        .order_by(r.first)
    ).all()
    n = ledger.issued_number.c
    numbers = select(n.number).where(n.tenant_id == tenant_id, n.series == partition.series).order_by(n.number)
    issued = list(tx.execute(numbers).scalars())
    ranges = _void_ranges(tx, tenant_id, partition.series)
    expected, seen = 1, 0
    for block in blocks:
        if block.first != expected:
            partition.unexplained.append(f"{partition.series}-{expected:08d}: no block begins here")
        expected = block.last + 1
        mine = issued[bisect_left(issued, block.first) : bisect_right(issued, block.last)]
        seen += len(mine)
        for stretch, marks in _stretches(block, mine, ranges):
            _place(partition, stretch, marks)
    if expected != partition.next_free:
        partition.unexplained.append(f"{partition.series}-{expected:08d}: blocks end before {partition.next_free}")
    if seen != len(issued):
        beyond = (number for number in issued if not any(b.first <= number <= b.last for b in blocks))
        partition.unexplained += [f"{partition.series}-{number:08d}: issued, of no block" for number in beyond]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the books say of a number."""

    issued: bool
    void: bool
    returned: bool
    fenced: bool


def _stretches(block: Any, issued: Sequence[int], ranges: Sequence[Any]) -> Iterator[tuple[range, Marks]]:
    """The numbers of a block in stretches of which the books say the same, however long."""
    here = [each for each in ranges if each.first <= block.last and each.last >= block.first]
    cuts = {block.first, block.last + 1}
    for number in issued:
        cuts |= {number, number + 1}
    for each in here:
        cuts |= {max(each.first, block.first), min(each.last, block.last) + 1}
    used = set(issued)
    for start, end in pairwise(sorted(cuts)):
        reasons = [each.reason for each in here if each.first <= start <= each.last]
        void = any(reason != RETURNED for reason in reasons)
        yield range(start, end), Marks(start in used, void, RETURNED in reasons, bool(block.fenced))


def _place(partition: Partition, stretch: range, marks: Marks) -> None:
    if marks.issued and (marks.void or marks.returned):
        partition.late += len(stretch)
    elif marks.issued:
        partition.issued += len(stretch)
    elif marks.returned:
        partition.returned += len(stretch)
    elif marks.void:
        partition.void += len(stretch)
    elif not marks.fenced:
        partition.held += len(stretch)
    else:
        first, last = f"{partition.series}-{stretch[0]:08d}", f"{stretch[-1]:08d}"
        name = first if len(stretch) == 1 else f"{first} to {last}"
        partition.unexplained.append(f"{name}: neither issued nor void, and its block is fenced")


def _void_ranges(tx: Tx, tenant_id: UUID, series: str) -> Sequence[Any]:
    v = ledger.void_range.c
    return tx.execute(select(v.first, v.last, v.reason).where(v.tenant_id == tenant_id, v.series == series)).all()
