"""A counter that pushes over HTTP: what it says as bytes, what HQ answers, and what HQ holds."""

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
from tests.hq.counters import Counter
from tests.hq.web.calls import bearer, code_of

INSIDE = ("Traceback", 'File "', "psycopg", "sqlalchemy", "SELECT", "INSERT", "UPDATE", "KeyError", "0x")
"""What no answer says: it would tell what HQ is made of."""
_LONGEST_FAILURE = 1_000


@dataclass
class Line:
    """A counter's line to HQ's application."""

    api: httpx.Client
    one: Counter
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.token = self.token or self.let_in()

    def let_in(self) -> str:
        """A token, for the station's signature under a challenge."""
        holder, office = self.one.holder, self.one.office
        asked = AskChallenge(holder.tenant_id, holder.station_id)
        nonce = station_tokens.challenge_for(office, asked).nonce
        signed = seal.seal(self.one.station.author.key, nonce.encode())
        return station_tokens.token_for(office, Assertion(nonce, signed)).token

    def post(self, body: bytes, station: UUID | None = None) -> httpx.Response:
        """The bytes of a push, as they are."""
        path = f"/v1/stations/{station or self.one.holder.station_id}/journal"
        return self.api.post(path, content=body, headers={**bearer(self.token), "Content-Type": push.MEDIA_TYPE})

    def refused(self, body: bytes, station: UUID | None = None) -> tuple[int, str]:
        """The status and the code of a push that HQ must refuse whole; the answer says nothing of what lies behind."""
        before = held(self.one.office, self.one.holder.tenant_id)
        answer = self.post(body, station)
        told = (answer.status_code, code_of(answer))
        assert not [word for word in INSIDE if word in answer.text], answer.text
        assert len(answer.text) < _LONGEST_FAILURE
        assert held(self.one.office, self.one.holder.tenant_id) == before
        return told

    def good(self) -> Acknowledged:
        """The next good push: HQ has everything after it."""
        self.one.session = ""
        said = self.one.next_push()
        answer = self.post(push.encode(said))
        assert answer.status_code == httpx.codes.OK, answer.text
        told = canonical.decode(answer.content, Acknowledged)
        assert told.acknowledged == said.top
        self.one.pushed_to = told.acknowledged
        return told


def changed(said: Push, **values: object) -> bytes:
    """A push as bytes, something of it changed."""
    return push.encode(msgspec.structs.replace(said, **values))


def resigned(one: Counter, entry: PushedEntry, old: bytes, new: bytes) -> PushedEntry:
    """Another entry in the place of this one, signed by the station itself."""
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
    """How many rows HQ has in each of a tenant's tables, and where it stands with each station."""
    t = station_life.c
    with office.database.tenant(tenant_id) as tx:
        counts = sorted(tuple(row) for row in tx.execute(_COUNTS))
        standing = tx.execute(select(t.station_id, t.status, t.acknowledged, t.head_hash).order_by(t.station_id)).all()
    return counts, [tuple(row) for row in standing]
