"""The station's client of HQ: it sends one request at a time and checks the seal of the response.

The only module that uses HTTP. It never touches a store, and a caller must not hold a transaction.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar
from uuid import UUID

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.ids import PerformanceId
from sync.line import live, push, seal, trust
from sync.line.hq_address import checked_address
from sync.line.hq_errors import BadAnswer, HqBusy, HqUnreachable, NotAuthenticated, NotHeadOffice, refusal
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
from sync.line.proxy import proxy_of
from sync.tables import canonical

T = TypeVar("T")
M = TypeVar("M", bound=Message)
Transport = httpx.BaseTransport
"""What carries requests: the network, or in tests HQ's application with faults in between."""

_JSON = "application/json"
_MOST_ANSWER_BYTES = 32 << 20
_BUSY = {429, 500, 502, 503, 504}
_PAGES = {"application/xhtml+xml", "application/xml"}


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-outs in seconds. A push of a day takes longer than a seat requested at the counter."""

    connect_s: float = 5.0
    answer_s: float = 30.0


AT_THE_COUNTER = Patience(connect_s=2.0, answer_s=4.0)


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
class _Answer:
    status: int
    kind: str
    body: bytes
    seal: str


@dataclass(frozen=True, slots=True)
class Sealed(Generic[M]):
    """A message with its bytes and HQ's seal on them, for whoever keeps them as a proof."""

    message: M
    body: bytes
    seal: str


class _Wire:
    """Sends requests and receives responses as bytes. Errors of the network become HqUnreachable."""

    def __init__(self, url: str, transport: Transport | None, patience: Patience, authority: str) -> None:
        self.url = checked_address(url)
        self._transport, self._authority = transport, authority
        self._timeout = httpx.Timeout(patience.answer_s, connect=patience.connect_s)
        self._one_at_a_time, self._closed = threading.Lock(), False

    @cached_property
    def _http(self) -> httpx.Client:
        """Created at the first request: a station whose authority cannot be read still starts and sells."""
        # With `trust_env` httpx would use a proxy for the loopback too, and certificates of the environment.
        proxy = proxy_of(self.url) if self._transport is None else None
        return httpx.Client(
            base_url=self.url, transport=self._transport, proxy=proxy, verify=trust.context(self._authority),
            timeout=self._timeout, trust_env=False, headers={"Accept-Encoding": "identity"},
        )  # fmt: skip

    def ask(self, request: httpx.Request) -> _Answer:
        """Send a request; returns HQ's response.

        Raises CertificateNotTrusted, HqUnreachable, HqBusy, NotHeadOffice, HqRefused or BadAnswer.
        """
        with self._one_at_a_time, self._named():
            answer = self._http.send(request, stream=True)
            try:
                body = _read(answer)
            finally:
                answer.close()
                self._drop_if_closed(answer)
        return _accepted(_Answer(answer.status_code, _kind(answer), body, answer.headers.get(seal.HEADER, "")))

    def request(self, method: str, path: str, body: bytes | None = None, kind: str = _JSON) -> httpx.Request:
        """A request to HQ."""
        headers = {"Content-Type": kind} if body is not None else {}
        return self._http.build_request(method, path, content=body, headers=headers)

    @contextmanager
    def listen(self, request: httpx.Request, pulse: live.Pulse) -> Iterator[Iterator[str]]:
        """The lines of a response that does not end."""
        request.extensions["timeout"]["read"] = pulse.silence_s
        with self._named():
            answer = self._http.send(request, stream=True)
            try:
                if answer.status_code != httpx.codes.OK:
                    _accepted(_Answer(answer.status_code, _kind(answer), _read(answer), ""))
                if _kind(answer) not in {"", live.MEDIA_TYPE}:
                    raise NotHeadOffice("hq", _kind(answer))
                _refuse_packed(answer)
                yield self._lines(answer, pulse)
            finally:
                answer.close()

    def close(self) -> None:
        """Close the connection."""
        self._closed = True
        if "_http" in vars(self):
            self._http.close()

    def _drop_if_closed(self, answer: httpx.Response) -> None:
        """Close the connection of a request that was on its way when another thread closed the line.

        The pool has dropped such a connection and would never close it.
        """
        stream = answer.extensions.get("network_stream")
        if self._closed and stream is not None:
            stream.close()

    def _lines(self, answer: httpx.Response, pulse: live.Pulse) -> Iterator[str]:
        with self._named():
            for line in live.lines(answer.iter_bytes()):
                pulse.has_beaten = True
                yield line

    @contextmanager
    def _named(self) -> Iterator[None]:
        if self._closed:
            raise HqUnreachable("hq", "the line is closed")
        try:
            yield
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise trust.failure(self.url, error) from error


class HqClient:
    """The requests of an enrolled station. The client signs in again when its token expires."""

    def __init__(self, caller: Caller, transport: Transport | None = None, patience: Patience = Patience()) -> None:
        self.caller = caller
        self._wire = _Wire(caller.url, transport, patience, caller.authority)
        self._path = f"/v1/stations/{caller.station_id}"
        self._token = ""
        self.head_took_s = 0.0

    def head(self) -> Head:
        """Fetch what HQ has of this station, and open a session; `head_took_s` tells how long HQ needed."""
        began_s = time.monotonic()
        answer = self._get(f"{self._path}/head", Head)
        self.head_took_s = time.monotonic() - began_s
        return answer

    def push(self, request: Push) -> Acknowledged:
        """Send entries of the chain. Raises a subclass of HqRefused."""
        return self._post(f"{self._path}/journal", push.encode(request), Acknowledged, push.MEDIA_TYPE)

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

    def feed(self, cursor: int, incarnation: UUID) -> Sealed[Page]:
        """Fetch the changes of the catalogue after a cursor of the feed. Raises ResyncNeeded."""
        return self._get_sealed(f"{self._path}/feed?cursor={cursor}&incarnation={incarnation}", Page)

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

    def _post(self, path: str, body: bytes, kind: type[M], media: str = _JSON) -> M:
        return _decoded(self._sealed(self._wire.request("POST", path, body, media)).body, kind)

    def _sealed(self, request: httpx.Request) -> _Answer:
        answer = self._let_in(request)
        if not seal.holds(self.caller.hq_key, answer.body, answer.seal):
            raise BadAnswer("hq", "seal")
        return answer

    def _let_in(self, request: httpx.Request) -> _Answer:
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

    def _with_token(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def enrol(url: str, request: Enrol, transport: Transport | None = None, authority: str = "") -> Enrolled:
    """Enrol a station. The response is not trusted yet: the caller must check the certificate."""
    wire = _Wire(url, transport, Patience(), authority)
    try:
        return _decoded(wire.ask(wire.request("POST", "/v1/enrol", canonical.encode(request))).body, Enrolled)
    finally:
        wire.close()


def _kind(answer: httpx.Response) -> str:
    """The media type of a response without its parameters; empty when it gives none."""
    return str(answer.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _refuse_packed(answer: httpx.Response) -> None:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise BadAnswer("hq", "packed")  # not requested, and it could decompress without end


def _read(answer: httpx.Response) -> bytes:
    _refuse_packed(answer)
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > _MOST_ANSWER_BYTES:
            raise BadAnswer("hq", "too large")
    return bytes(body)


def _accepted(answer: _Answer) -> _Answer:
    if answer.status in _BUSY:
        raise HqBusy("hq", str(answer.status))
    if _is_of_another(answer):
        raise NotHeadOffice("hq", f"status {answer.status}, {answer.kind or 'no media type'}")
    if answer.status == httpx.codes.OK:
        return answer
    try:
        failure = canonical.decode(answer.body, FailureBody).error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer("hq", f"status {answer.status}") from error
    raise refusal(failure)


def _is_of_another(answer: _Answer) -> bool:
    """Whether HQ cannot have sent this: it never redirects, and none of its responses is a page or a text."""
    redirects = answer.status in range(300, 400) or answer.status == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED
    is_page = answer.kind.startswith("text/") or answer.kind in _PAGES or answer.body.lstrip()[:1] == b"<"
    return not answer.seal and (redirects or is_page)


def _decoded(body: bytes, kind: type[M]) -> M:
    try:
        return canonical.decode(body, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadAnswer("hq", kind.__name__) from error
