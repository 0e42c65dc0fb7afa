"""The partition of each series: every number below the next free one is issued, late, void, returned or held."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from hq.books.rows import partition as rows
from hq.books.rows.partition import Block, VoidRange
from hq.findings import Finding, Flaw, finding
from hq.rights.fencing import RETURNED
from sync.tables.transaction import Tx


@dataclass(slots=True)
class Partition:
    """How many numbers of a series are in each state. `late` ones were void and then issued.

    `unexplained` holds a finding for each number in no state; it is empty when the books hold.
    """

    series: str
    next_free: int
    issued: int = 0
    late: int = 0
    void: int = 0
    returned: int = 0
    held: int = 0
    unexplained: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every number below `next_free` is in exactly one state."""
        parts = self.issued + self.late + self.void + self.returned + self.held
        return not self.unexplained and parts == self.next_free - 1


def partitions(tx: Tx, tenant_id: UUID) -> Iterator[Partition]:
    """The partition of every series of a tenant."""
    for series in rows.number_series(tx, tenant_id):
        partition = Partition(series.code, series.next_free)
        _count(tx, tenant_id, partition)
        yield partition


def _count(tx: Tx, tenant_id: UUID, partition: Partition) -> None:
    """Go through the blocks, which must lie side by side from 1 on, and count the numbers of each."""
    series = partition.series
    blocks = rows.blocks(tx, tenant_id, series)
    issued = rows.issued_numbers(tx, tenant_id, series)
    void = rows.void_ranges(tx, tenant_id, series)
    expected, seen = 1, 0
    for block in blocks:
        if block.first != expected:
            partition.unexplained.append(finding(Flaw.BLOCK_GAP, number=f"{series}-{expected:08d}"))
        expected = block.last + 1
        in_block = issued[bisect_left(issued, block.first) : bisect_right(issued, block.last)]
        seen += len(in_block)
        for stretch, marks in _stretches(block, in_block, void):
            _add(partition, stretch, marks)
    if expected != partition.next_free:
        number = f"{series}-{expected:08d}"
        partition.unexplained.append(finding(Flaw.BLOCKS_END, number=number, next_free=partition.next_free))
    if seen != len(issued):
        outside = (number for number in issued if not any(b.first <= number <= b.last for b in blocks))
        partition.unexplained += [
            finding(Flaw.NUMBER_OF_NO_BLOCK, number=f"{series}-{number:08d}") for number in outside
        ]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the ledger has of a number. `fenced` is its block."""

    issued: bool
    void: bool
    returned: bool
    fenced: bool


def _stretches(block: Block, issued: Sequence[int], void: Sequence[VoidRange]) -> Iterator[tuple[range, Marks]]:
    """The numbers of a block, cut into stretches of equal marks: a block may be far too long to count one by one."""
    ranges = [r for r in void if r.first <= block.last and r.last >= block.first]
    cuts = {block.first, block.last + 1}
    for number in issued:
        cuts |= {number, number + 1}
    for r in ranges:
        cuts |= {max(r.first, block.first), min(r.last, block.last) + 1}
    used = set(issued)
    for start, end in pairwise(sorted(cuts)):
        reasons = [r.reason for r in ranges if r.first <= start <= r.last]
        is_void = any(reason != RETURNED for reason in reasons)
        yield range(start, end), Marks(start in used, is_void, RETURNED in reasons, bool(block.fenced))


def _add(partition: Partition, stretch: range, marks: Marks) -> None:
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
        partition.unexplained.append(finding(Flaw.NUMBERS_UNEXPLAINED, first=first, last=last))
