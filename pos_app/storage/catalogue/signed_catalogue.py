"""What HQ signed of the catalogue, kept as it came: verification derives sales from it, not from the editable rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import insert, select

from pos_app.storage.tables import signed_catalogue
from sync.tables.transaction import Tx


class SignedKind(StrEnum):
    """What was signed."""

    PAGE = "page"
    MANIFEST = "manifest"
    CHUNK = "chunk"


@dataclass(frozen=True, slots=True)
class Signed:
    """One of them: its number in order of arrival, its bytes, and HQ's seal on them; of a chunk its SHA-256."""

    n: int
    kind: SignedKind
    body: bytes
    seal: str


def insert_signed(tx: Tx, kind: SignedKind, body: bytes, seal: str) -> None:
    """Keep bytes that came from HQ, after those that came before."""
    tx.execute(insert(signed_catalogue), {"kind": kind.value, "body": body, "seal": seal})


def read_signed(tx: Tx) -> Iterator[Signed]:
    """All that is kept, in the order in which it came."""
    for row in tx.execute(select(signed_catalogue).order_by(signed_catalogue.c.n)):
        yield Signed(row.n, SignedKind(row.kind), row.body, row.seal)
