"""The heads of a station's chains as HQ has them, signed: an auditor compares the station's evidence with them."""

from dataclasses import dataclass
from uuid import UUID

from hq.office import Office
from hq.signing import signing_key
from hq.stations import rows
from sync import journal
from sync.journal import public_key
from sync.line import seal
from sync.line.messages import Acknowledged
from sync.tables import canonical
from sync.tables.transaction import Tx


@dataclass(frozen=True, slots=True)
class Countersigned:
    """A head as `tools/verify_journal.py` reads it: the signed text and its seal, with both public keys in hex."""

    body: str
    seal: str
    public_key: str
    hq: str


def countersigned_heads(tx: Tx, office: Office, tenant_id: UUID, station_id: UUID) -> list[Countersigned]:
    """The last entry that HQ has of each life of a station, signed now, oldest life first."""
    key = signing_key(tx, office, tenant_id)
    heads = []
    for life in reversed(rows.epoch_keys(tx, tenant_id, station_id)):
        head = journal.head(tx, tenant_id, station_id, life.epoch)
        if not head.seq:
            continue
        # The text of an acknowledgement: an auditor knows one form of evidence, whoever hands it over.
        signed = canonical.encode(
            Acknowledged(
                epoch=life.epoch,
                request_no=0,
                acknowledged=head.seq,
                head_hash=head.hash.hex(),
                hq_incarnation=office.incarnation,
                server_time=office.clock.now(),
                feed_head=0,
                tenant=tenant_id,
                station=station_id,
            )
        )
        heads.append(Countersigned(signed.decode(), seal.seal(key, signed), life.public_key, public_key(key)))
    return heads
