"""The catalogue as HQ signed it: edits of its rows in the store change nothing here."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from domain.errors import Refused
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.storage.catalogue.signed_catalogue import Signed, SignedKind, read_signed
from sync.line import pull, seal
from sync.line.course import Course
from sync.line.messages import Manifest, Page
from sync.tables import canonical
from sync.tables.transaction import Tx


def courses(tx: Tx, tenant_id: UUID, hq_key: str) -> list[Course]:
    """The catalogue's courses in order, from all that HQ signed and the store kept. Raises Wrong for a broken seal."""
    kept: list[Course] = []
    chunks = {one.seal: one.body for one in read_signed(tx) if one.kind is SignedKind.CHUNK}
    for signed in read_signed(tx):
        if signed.kind is SignedKind.CHUNK:
            continue
        if not seal.holds(hq_key, signed.body, signed.seal):
            raise Wrong(Flaw.CATALOGUE_NOT_SEALED, f"signed_catalogue {signed.n}")
        try:
            _take(kept, signed, chunks, tenant_id)
        except (msgspec.MsgspecError, Refused, ValueError) as error:
            raise Wrong(Flaw.CATALOGUE_NOT_SEALED, f"signed_catalogue {signed.n}", str(error)[:200]) from error
    return kept


def _take(kept: list[Course], signed: Signed, chunks: Mapping[str, bytes], tenant_id: UUID) -> None:
    if signed.kind is SignedKind.MANIFEST:
        manifest = canonical.decode(signed.body, Manifest)
        if all(sha256 in chunks for sha256 in manifest.chunks):  # otherwise its transit was cut off
            whole = [pull.open_chunk(chunks[sha256], sha256) for sha256 in manifest.chunks]
            _course(kept, manifest.hq_incarnation, tenant_id, manifest.cursor).take_whole(manifest, whole)
    else:
        page = canonical.decode(signed.body, Page)
        first = min((change.seq for change in page.changes), default=page.cursor)
        _course(kept, page.hq_incarnation, tenant_id, first).take_page(page)


def _course(kept: list[Course], incarnation: UUID, tenant_id: UUID, cursor: int) -> Course:
    """The course of an incarnation: the last one, or a new one that begins at this cursor."""
    if not kept or kept[-1].incarnation != incarnation:
        kept.append(Course(incarnation, tenant_id, cursor))
    return kept[-1]
