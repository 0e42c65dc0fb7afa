"""A counter that pushes over HTTP: the bytes it sends, HQ's response, and the rows that HQ has."""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import func, literal, select, union_all

from hq.office import Office
from hq.stations import station_tokens
from hq.storage import conflict_tables, ledger_tables, tables
from hq.storage.tables import station_life
from sync.line import push, seal
from sync.line.messages import Acknowledged, AskChallenge, Assertion, Push, PushedEntry
from sync.tables import canonical, shared
from tests.builders.counters import Counter
from tests.hq.web.calls import bearer, code_of

INSIDE = ("Traceback", 'File "', "psycopg", "sqlalchemy", "SELECT", "INSERT", "UPDATE", "KeyError", "0x")
"""Words that no response has, as they would reveal how HQ is built."""
_LONGEST_FAILURE = 1_000


@dataclass
class Line:
    """A counter and the client with which it calls HQ."""

    api: httpx.Client
    one: Counter
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.token = self.token or self.sign_in()

    def sign_in(self) -> str:
        """A token for a challenge that the station signed."""
        holder, office = self.one.holder, self.one.office
        asked = AskChallenge(holder.tenant_id, holder.station_id)
        nonce = station_tokens.challenge_for(office, asked).nonce
        signed = seal.seal(self.one.station.author.key, nonce.encode())
        return station_tokens.token_for(office, Assertion(nonce, signed)).token

    def post(self, body: bytes, station: UUID | None = None) -> httpx.Response:
        """Send bytes as a push, unchanged."""
        path = f"/v1/stations/{station or self.one.holder.station_id}/journal"
        return self.api.post(path, content=body, headers={**bearer(self.token), "Content-Type": push.MEDIA_TYPE})

    def refused(self, body: bytes, station: UUID | None = None) -> tuple[int, str]:
        """The status and code of a push that HQ must refuse without changing a row or revealing anything internal."""
        before = held(self.one.office, self.one.holder.tenant_id)
        answer = self.post(body, station)
        refusal = (answer.status_code, code_of(answer))
        assert not [word for word in INSIDE if word in answer.text], answer.text
        assert len(answer.text) < _LONGEST_FAILURE
        assert held(self.one.office, self.one.holder.tenant_id) == before
        return refusal

    def good(self) -> Acknowledged:
        """Push everything that HQ does not have; it must be accepted."""
        self.one.session = ""
        sent = self.one.next_push()
        answer = self.post(push.encode(sent))
        assert answer.status_code == httpx.codes.OK, answer.text
        receipt = canonical.decode(answer.content, Acknowledged)
        assert receipt.acknowledged == sent.top
        self.one.pushed_to = receipt.acknowledged
        return receipt


def changed(sent: Push, **values: object) -> bytes:
    """The bytes of a push with some fields replaced."""
    return push.encode(msgspec.structs.replace(sent, **values))


def resigned(one: Counter, entry: PushedEntry, old: bytes, new: bytes) -> PushedEntry:
    """This entry with some bytes of its body replaced, signed by the station itself."""
    body = entry.body.replace(old, new)
    assert body != entry.body
    return PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))


_COUNTS = union_all(
    *(
        select(literal(table.name), func.count()).select_from(table)
        for metadata in (shared.metadata, tables.metadata, ledger_tables.metadata, conflict_tables.metadata)
        for table in metadata.sorted_tables
        if "tenant_id" in table.c and table is not tables.challenge
    )
)


def held(office: Office, tenant_id: UUID) -> object:
    """The number of rows in each of a tenant's tables, and the state of each of its stations."""
    t = station_life.c
    with office.database.tenant(tenant_id) as tx:
        counts = sorted(tuple(row) for row in tx.execute(_COUNTS))
        stations = tx.execute(select(t.station_id, t.status, t.acknowledged, t.head_hash).order_by(t.station_id)).all()
    return counts, [tuple(row) for row in stations]
