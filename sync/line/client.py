"""The station's client of HQ: it sends one request at a time and checks the seal of the response.

It never touches a store, and a caller must not hold a transaction.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.ids import PerformanceId
from sync.line import live, push, seal
from sync.line.hq_errors import BadAnswer, NotAuthenticated
from sync.line.live_messages import Availability
from sync.line.messages import (
    Acknowledged,
    AskChallenge,
    AskPlaces,
    AskRefund,
    AskSeats,
    Assertion,
    Challenge,
    CustomerPage,
    Digests,
    Enrol,
    Enrolled,
    Grants,
    Head,
    JournalPart,
    Lent,
    Manifest,
    Message,
    OpenEpoch,
    Page,
    Push,
    Token,
)
from sync.line.wire import IN_A_ROUND, JSON, Answer, Patience, Request, Transport, Wire
from sync.tables import canonical

T = TypeVar("T")
M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Caller:
    """Which station calls which HQ: HQ's address and public key (hex), the station's key, an authority for HQ's TLS."""

    url: str
    hq_key: str
    tenant_id: UUID
    station_id: UUID
    key: Ed25519PrivateKey = field(repr=False)
    authority: str = ""  # a PEM file


@dataclass(frozen=True, slots=True)
class Sealed(Generic[M]):
    """A message with its bytes and HQ's seal on them, for whoever keeps them as a proof."""

    message: M
    body: bytes
    seal: str


class HqClient:
    """The requests of an enrolled station. The client signs in again when its token expires."""

    def __init__(self, caller: Caller, transport: Transport | None = None, patience: Patience = IN_A_ROUND) -> None:
        self.caller = caller
        self._wire = Wire(caller.url, transport, patience, caller.authority)
        self._path = f"/v1/stations/{caller.station_id}"
        self._token = ""
        self.head_took_s = 0.0

    def head(self) -> Head:
        """Fetch what HQ has of this station, and open a session; `head_took_s` tells how long HQ needed."""
        began_s = time.monotonic()
        answer = self._get(f"{self._path}/head", Head)
        self.head_took_s = time.monotonic() - began_s
        return answer

    def push(self, request: Push) -> Sealed[Acknowledged]:
        """Send entries of the chain. Raises a subclass of HqRefused."""
        return self._post_sealed(f"{self._path}/journal", push.encode(request), Acknowledged, push.MEDIA_TYPE)

    def own_journal(self, epoch: int, after: int) -> JournalPart:
        """Fetch the next entries that HQ has of a life of this station."""
        return self._get(f"{self._path}/journal?epoch={epoch}&after={after}", JournalPart)

    def open_epoch(self, asked: OpenEpoch) -> Enrolled:
        """Begin a new life of the store. The caller must check the certificate. Raises HqRefused."""
        request = self._wire.request("POST", f"{self._path}/epoch", canonical.encode(asked))
        try:
            return _decoded(self._let_in(request).body, Enrolled)
        finally:
            self._token = ""  # the token belongs to the life that ended

    def ask_seats(self, asked: AskSeats) -> Grants:
        """Request seats. Raises RightsTaken."""
        return self._post(f"{self._path}/seats", canonical.encode(asked), Grants)

    def ask_places(self, asked: AskPlaces) -> Grants:
        """Request places. Raises RightsTaken."""
        return self._post(f"{self._path}/places", canonical.encode(asked), Grants)

    def ask_refund(self, asked: AskRefund) -> Lent:
        """Request the refund right of a sale. Raises HqRefused for a text that names no sale."""
        return self._post(f"{self._path}/refund-rights", canonical.encode(asked), Lent)

    def feed(self, cursor: int, incarnation: UUID) -> Sealed[Page]:
        """Fetch the changes of the catalogue after a cursor of the feed. Raises ResyncNeeded."""
        return self._get_sealed(f"{self._path}/feed?cursor={cursor}&incarnation={incarnation}", Page)

    def customers(self, cursor: int, incarnation: UUID) -> CustomerPage:
        """Fetch the customers that changed after a cursor."""
        return self._get(f"{self._path}/customers?cursor={cursor}&incarnation={incarnation}", CustomerPage)

    def snapshot(self) -> Sealed[Manifest]:
        """Fetch the manifest of a snapshot of the whole catalogue."""
        return self._get_sealed(f"{self._path}/snapshot", Manifest)

    def chunk(self, snapshot: UUID, no: int) -> bytes:
        """Fetch a chunk of a snapshot, unchecked: `pull.open_chunk` compares its SHA-256. Raises ChunkGone."""
        return self._let_in(self._wire.request("GET", f"{self._path}/snapshot/{snapshot}/{no}")).body

    def digests(self) -> Digests:
        """Fetch the digests of HQ's catalogue."""
        return self._get(f"{self._path}/digests", Digests)

    def availability(self, performance_id: PerformanceId) -> Availability:
        """Fetch the state of every seat of a performance, for the seat map only."""
        answer = self._let_in(self._wire.request("GET", f"/v1/performances/{performance_id}/availability"))
        return live.unpack(answer.body)

    @contextmanager
    def live(self, pulse: live.Pulse) -> Iterator[Iterator[live.LiveEvent]]:
        """Receive notices of seats sold by any station, for the seat map only."""
        if not self._token:
            self._token = self._enter()
        request = self._with_token(self._wire.request("GET", "/v1/live"))
        try:
            with self._wire.listen(request, pulse) as lines:
                yield live.events(lines)
        except NotAuthenticated:
            self._token = ""
            raise

    def close(self) -> None:
        """Close the connection."""
        self._wire.close()

    def _get(self, path: str, kind: type[M]) -> M:
        return self._get_sealed(path, kind).message

    def _get_sealed(self, path: str, kind: type[M]) -> Sealed[M]:
        answer = self._sealed(self._wire.request("GET", path))
        return Sealed(_decoded(answer.body, kind), answer.body, answer.seal)

    def _post(self, path: str, body: bytes, kind: type[M]) -> M:
        return self._post_sealed(path, body, kind).message

    def _post_sealed(self, path: str, body: bytes, kind: type[M], media: str = JSON) -> Sealed[M]:
        answer = self._sealed(self._wire.request("POST", path, body, media))
        return Sealed(_decoded(answer.body, kind), answer.body, answer.seal)

    def _sealed(self, request: Request) -> Answer:
        answer = self._let_in(request)
        if not seal.holds(self.caller.hq_key, answer.body, answer.seal):
            raise BadAnswer("hq", "seal")
        return answer

    def _let_in(self, request: Request) -> Answer:
        """Send a request, with a new token if the present one has expired."""
        if self._token:
            try:
                return self._wire.ask(self._with_token(request))
            except NotAuthenticated:
                self._token = ""
        self._token = self._enter()
        return self._wire.ask(self._with_token(request))

    def _enter(self) -> str:
        caller = self.caller
        asked = AskChallenge(caller.tenant_id, caller.station_id)
        nonce = self._plain("/v1/auth/challenge", asked, Challenge).nonce
        signed = Assertion(nonce, seal.seal(caller.key, nonce.encode()))
        return self._plain("/v1/auth/token", signed, Token).token

    def _plain(self, path: str, message: Message, kind: type[M]) -> M:
        return _decoded(self._wire.ask(self._wire.request("POST", path, canonical.encode(message))).body, kind)

    def _with_token(self, request: Request) -> Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def enrol(url: str, request: Enrol, transport: Transport | None = None, authority: str = "") -> Enrolled:
    """Enrol a station. The response is not trusted yet: the caller must check the certificate."""
    wire = Wire(url, transport, Patience(), authority)
    try:
        return _decoded(wire.ask(wire.request("POST", "/v1/enrol", canonical.encode(request))).body, Enrolled)
    finally:
        wire.close()


def _decoded(body: bytes, kind: type[M]) -> M:
    try:
        return canonical.decode(body, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer("hq", kind.__name__) from error
