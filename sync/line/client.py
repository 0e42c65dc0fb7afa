"""The station's line to HQ: one request at a time, and an answer that HQ sealed, or the reason why there is none.

The only file that knows HTTP. Nothing here touches a store: whoever calls holds no transaction.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from uuid import UUID

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.ids import PerformanceId
from sync.line import live, push, seal, trust
from sync.line.hq_address import checked_address
from sync.line.hq_errors import BadAnswer, HqBusy, HqUnreachable, NotLetIn, refusal
from sync.line.messages import (
    Acknowledged,
    AskChallenge,
    AskPlaces,
    AskSeats,
    Assertion,
    Availability,
    Challenge,
    Digests,
    Enrol,
    Enrolled,
    FailureBody,
    Grants,
    Head,
    JournalPart,
    Manifest,
    Message,
    OpenEpoch,
    Page,
    Push,
    Token,
)
from sync.tables import canonical

T = TypeVar("T")
M = TypeVar("M", bound=Message)
Transport = httpx.BaseTransport
"""What carries requests: the network, or in tests HQ's own application and the faults between."""

_JSON = "application/json"
_MOST_ANSWER_BYTES = 32 << 20
_LIVE_SILENCE_S = 45.0
"""HQ says something more often than this on a live line, if only that it is there."""
_BUSY = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer is waited for, in seconds: a push of a day takes longer than a seat at the counter."""

    connect_s: float = 5.0
    answer_s: float = 30.0


AT_THE_COUNTER = Patience(connect_s=2.0, answer_s=4.0)


@dataclass(frozen=True, slots=True)
class Caller:
    """Which station calls which HQ: where it is, the key it is known by, the station's own, who vouches for its TLS."""

    url: str
    hq_key: str
    tenant_id: UUID
    station_id: UUID
    key: Ed25519PrivateKey = field(repr=False)
    authority: str = ""  # a PEM file


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    seal: str


class _Wire:
    """Requests and answers as bytes; what goes wrong on the way has one name."""

    def __init__(self, url: str, transport: Transport | None, patience: Patience, authority: str) -> None:
        self.url = checked_address(url)
        self._transport, self._authority = transport, authority
        self._timeout = httpx.Timeout(patience.answer_s, connect=patience.connect_s)
        self._one_at_a_time, self._closed = threading.Lock(), False

    @cached_property
    def _http(self) -> httpx.Client:
        """Made when first needed: a station whose authority cannot be read starts, and sells without HQ."""
        return httpx.Client(
            base_url=self.url, transport=self._transport, verify=trust.context(self._authority),
            timeout=self._timeout, trust_env=False, headers={"Accept-Encoding": "identity"},  # no proxies
        )  # fmt: skip

    def ask(self, request: httpx.Request) -> _Answer:
        """The answer that HQ gives. Raises CertificateNotTrusted, HqUnreachable, HqBusy, HqRefused or BadAnswer."""
        with self._one_at_a_time, self._named():
            answer = self._http.send(request, stream=True)
            try:
                body = _read(answer)
            finally:
                answer.close()
        return _accepted(_Answer(answer.status_code, body, answer.headers.get(seal.HEADER, "")))

    def request(self, method: str, path: str, body: bytes | None = None, kind: str = _JSON) -> httpx.Request:
        """A request to HQ."""
        headers = {"Content-Type": kind} if body is not None else {}
        return self._http.build_request(method, path, content=body, headers=headers)

    @contextmanager
    def listen(self, request: httpx.Request) -> Iterator[Iterator[str]]:
        """The lines of an answer that does not end."""
        request.extensions["timeout"]["read"] = _LIVE_SILENCE_S
        with self._named():
            answer = self._http.send(request, stream=True)
            try:
                if answer.status_code != httpx.codes.OK:
                    _accepted(_Answer(answer.status_code, _read(answer), ""))
                yield self._lines(answer)
            finally:
                answer.close()

    def close(self) -> None:
        """Let go of the line."""
        self._closed = True
        if "_http" in vars(self):
            self._http.close()

    def _lines(self, answer: httpx.Response) -> Iterator[str]:
        with self._named():
            yield from answer.iter_lines()

    @contextmanager
    def _named(self) -> Iterator[None]:
        if self._closed:
            raise HqUnreachable("hq", "the line is closed")
        try:
            yield
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise trust.failure(self.url, error) from error


class HqClient:
    """What a station that HQ knows can ask of it. It lets itself in when the token is over."""

    def __init__(self, caller: Caller, transport: Transport | None = None, patience: Patience = Patience()) -> None:
        self.caller = caller
        self._wire = _Wire(caller.url, transport, patience, caller.authority)
        self._path = f"/v1/stations/{caller.station_id}"
        self._token = ""

    def head(self) -> Head:
        """Where HQ stands with this station; opens a session."""
        return self._get(f"{self._path}/head", Head)

    def push(self, said: Push) -> Acknowledged:
        """Send a piece of the chain. Raises one of HQ's refusals."""
        return self._post(f"{self._path}/journal", push.encode(said), Acknowledged, push.MEDIA_TYPE)

    def own_journal(self, epoch: int, after: int) -> JournalPart:
        """What HQ has of a life of this station, the next piece of it."""
        return self._get(f"{self._path}/journal?epoch={epoch}&after={after}", JournalPart)

    def open_epoch(self, asked: OpenEpoch) -> Enrolled:
        """Begin a new life of the store. Like an enrolment's, its certificate has to be checked. Raises HqRefused."""
        request = self._wire.request("POST", f"{self._path}/epoch", canonical.encode(asked))
        try:
            return _decoded(self._let_in(request).body, Enrolled)
        finally:
            self._token = ""  # it is of the life that ends, and opens nothing of the next

    def ask_seats(self, asked: AskSeats) -> Grants:
        """Have seats granted. Raises RightsTaken."""
        return self._post(f"{self._path}/seats", canonical.encode(asked), Grants)

    def ask_places(self, asked: AskPlaces) -> Grants:
        """Have places granted. Raises RightsTaken."""
        return self._post(f"{self._path}/places", canonical.encode(asked), Grants)

    def feed(self, cursor: int, incarnation: UUID) -> Page:
        """What HQ decided after a place of its feed. Raises ResyncNeeded."""
        return self._get(f"{self._path}/feed?cursor={cursor}&incarnation={incarnation}", Page)

    def snapshot(self) -> Manifest:
        """The whole catalogue in pieces."""
        return self._get(f"{self._path}/snapshot", Manifest)

    def chunk(self, snapshot: UUID, no: int) -> bytes:
        """A piece of it, as the manifest's SHA-256 says that it is. Raises ChunkGone."""
        return self._let_in(self._wire.request("GET", f"{self._path}/snapshot/{snapshot}/{no}")).body

    def digests(self) -> Digests:
        """What HQ's catalogue comes to."""
        return self._get(f"{self._path}/digests", Digests)

    def availability(self, performance_id: PerformanceId) -> Availability:
        """What is gone of a performance, whole. For the map only: no right follows from it."""
        answer = self._let_in(self._wire.request("GET", f"/v1/performances/{performance_id}/availability"))
        return live.unpack(answer.body)

    @contextmanager
    def live(self) -> Iterator[Iterator[live.Heard]]:
        """What is sold anywhere, as it is sold. For the map only."""
        if not self._token:
            self._token = self._enter()
        request = self._with_token(self._wire.request("GET", "/v1/live"))
        try:
            with self._wire.listen(request) as lines:
                yield live.events(lines)
        except NotLetIn:
            self._token = ""
            raise

    def close(self) -> None:
        """Let go of the line."""
        self._wire.close()

    def _get(self, path: str, kind: type[M]) -> M:
        return _decoded(self._sealed(self._wire.request("GET", path)), kind)

    def _post(self, path: str, body: bytes, kind: type[M], media: str = _JSON) -> M:
        return _decoded(self._sealed(self._wire.request("POST", path, body, media)), kind)

    def _sealed(self, request: httpx.Request) -> bytes:
        answer = self._let_in(request)
        if not seal.holds(self.caller.hq_key, answer.body, answer.seal):
            raise BadAnswer("hq", "seal")
        return answer.body

    def _let_in(self, request: httpx.Request) -> _Answer:
        """Ask; with another token when this one is over."""
        if self._token:
            try:
                return self._wire.ask(self._with_token(request))
            except NotLetIn:
                self._token = ""
        self._token = self._enter()
        return self._wire.ask(self._with_token(request))

    def _enter(self) -> str:
        caller = self.caller
        asked = AskChallenge(caller.tenant_id, caller.station_id)
        nonce = self._plain("/v1/auth/challenge", asked, Challenge).nonce
        signed = Assertion(nonce, seal.seal(caller.key, nonce.encode()))
        return self._plain("/v1/auth/token", signed, Token).token

    def _plain(self, path: str, said: Message, kind: type[M]) -> M:
        return _decoded(self._wire.ask(self._wire.request("POST", path, canonical.encode(said))).body, kind)

    def _with_token(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def enrol(url: str, said: Enrol, transport: Transport | None = None, authority: str = "") -> Enrolled:
    """Make a station known. What comes back is not trusted yet: the certificate has to be checked."""
    wire = _Wire(url, transport, Patience(), authority)
    try:
        return _decoded(wire.ask(wire.request("POST", "/v1/enrol", canonical.encode(said))).body, Enrolled)
    finally:
        wire.close()


def _read(answer: httpx.Response) -> bytes:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise BadAnswer("hq", "packed")  # nobody asked for it, and it could unpack without end
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > _MOST_ANSWER_BYTES:
            raise BadAnswer("hq", "too large")
    return bytes(body)


def _accepted(answer: _Answer) -> _Answer:
    if answer.status == httpx.codes.OK:
        return answer
    if answer.status in _BUSY:
        raise HqBusy("hq", str(answer.status))
    try:
        failure = canonical.decode(answer.body, FailureBody).error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer("hq", f"status {answer.status}") from error
    raise refusal(failure)


def _decoded(body: bytes, kind: type[M]) -> M:
    try:
        return canonical.decode(body, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer("hq", kind.__name__) from error
