"""The proof on the paper of a document: signed when it is printed, because only then its entry has a hash."""

from dataclasses import replace

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.paper_proof import HASH_SHOWN, PaperProof, signed, statement
from pos_app.station import Station
from pos_app.storage.sales import recorded
from pos_app.storage.store import sync_state
from sync.tables.position import epoch_of, seq_of
from sync.tables.transaction import Tx


def proof_of(tx: Tx, station: Station, document: FiscalDocument) -> PaperProof:
    """The proof of an issued document; a copy carries the same one as the original."""
    position = recorded.position_of(tx, station.tenant_id, document.id)
    assert position is not None
    epoch, seq = epoch_of(position), seq_of(position)
    entry_hash = sync_state.hash_at(tx, replace(station.holder, epoch=epoch), seq)
    stated = statement(document, epoch, seq, entry_hash)
    # Ed25519 signs the same text always in the same way: original and copy are equal.
    text = signed(stated, station.author.key.sign(stated.encode()))
    return PaperProof(text, f"{epoch}/{seq}", entry_hash[:HASH_SHOWN].upper())
