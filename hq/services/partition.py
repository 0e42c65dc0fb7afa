"""Where the numbers of each series are: issued, issued late, void, returned or held, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from hq.services.fencing import RETURNED
from hq.storage import ledger_tables as ledger
from sync.transaction import Tx


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
    void, returned = _void(tx, tenant_id, partition.series)
    n = ledger.issued_number.c
    issued = set(tx.execute(select(n.number).where(n.tenant_id == tenant_id, n.series == partition.series)).scalars())
    expected = 1
    for block in blocks:
        if block.first != expected:
            partition.unexplained.append(f"{partition.series}-{expected:08d}: no block begins here")
        expected = block.last + 1
        for number in range(block.first, block.last + 1):
            _place(partition, number, Marks(number in issued, number in void, number in returned, bool(block.fenced)))
    if expected != partition.next_free:
        partition.unexplained.append(f"{partition.series}-{expected:08d}: blocks end before {partition.next_free}")
    beyond = sorted(number for number in issued if not any(b.first <= number <= b.last for b in blocks))
    partition.unexplained += [f"{partition.series}-{number:08d}: issued, of no block" for number in beyond]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the books say of a number."""

    issued: bool
    void: bool
    returned: bool
    fenced: bool


def _place(partition: Partition, number: int, marks: Marks) -> None:
    if marks.issued and (marks.void or marks.returned):
        partition.late += 1
    elif marks.issued:
        partition.issued += 1
    elif marks.returned:
        partition.returned += 1
    elif marks.void:
        partition.void += 1
    elif not marks.fenced:
        partition.held += 1
    else:
        partition.unexplained.append(
            f"{partition.series}-{number:08d}: neither issued nor void, and its block is fenced"
        )


def _void(tx: Tx, tenant_id: UUID, series: str) -> tuple[set[int], set[int]]:
    v = ledger.void_range.c
    void: set[int] = set()
    returned: set[int] = set()
    found = tx.execute(select(v.first, v.last, v.reason).where(v.tenant_id == tenant_id, v.series == series))
    for row in found:
        (returned if row.reason == RETURNED else void).update(range(row.first, row.last + 1))
    return void, returned
