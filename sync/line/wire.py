"""Requests to HQ over HTTP and its responses as bytes; a failure of the network or a refusal is an error.

The only module of a station that uses HTTP.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import httpx
import msgspec

from sync.line import live, seal, trust
from sync.line.hq_address import checked_address
from sync.line.hq_errors import BadAnswer, HqBusy, HqUnreachable, NotHeadOffice, refusal
from sync.line.messages import FailureBody
from sync.line.proxy import proxy_of
from sync.tables import canonical

Transport = httpx.BaseTransport
"""What carries requests: the network, or in tests HQ's application with faults in between."""
Request = httpx.Request

JSON = "application/json"
_MOST_ANSWER_BYTES = 32 << 20
_BUSY = {429, 500, 502, 503, 504}
_PAGES = {"application/xhtml+xml", "application/xml"}


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-outs in seconds. A push of a day takes longer than a seat requested at the counter."""

    connect_s: float = 5.0
    answer_s: float = 30.0


IN_A_ROUND = Patience()
AT_THE_COUNTER = Patience(connect_s=2.0, answer_s=4.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """HQ's response: `kind` is its media type, `seal` the header with HQ's seal; each is empty when missing."""

    status: int
    kind: str
    body: bytes
    seal: str


class Wire:
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

    def ask(self, request: Request) -> Answer:
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
        return _accepted(Answer(answer.status_code, _kind(answer), body, answer.headers.get(seal.HEADER, "")))

    def request(self, method: str, path: str, body: bytes | None = None, kind: str = JSON) -> Request:
        """A request to HQ."""
        headers = {"Content-Type": kind} if body is not None else {}
        return self._http.build_request(method, path, content=body, headers=headers)

    @contextmanager
    def listen(self, request: Request, pulse: live.Pulse) -> Iterator[Iterator[str]]:
        """The lines of a response that does not end."""
        request.extensions["timeout"]["read"] = pulse.silence_s
        with self._named():
            answer = self._http.send(request, stream=True)
            try:
                if answer.status_code != httpx.codes.OK:
                    _accepted(Answer(answer.status_code, _kind(answer), _read(answer), ""))
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


def _accepted(answer: Answer) -> Answer:
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


def _is_of_another(answer: Answer) -> bool:
    """Whether HQ cannot have sent this: it never redirects, and none of its responses is a page or a text."""
    redirects = answer.status in range(300, 400) or answer.status == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED
    is_page = answer.kind.startswith("text/") or answer.kind in _PAGES or answer.body.lstrip()[:1] == b"<"
    return not answer.seal and (redirects or is_page)
