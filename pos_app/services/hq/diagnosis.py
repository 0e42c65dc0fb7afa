"""From the error of a line to the trouble that a cashier is told."""

import errno
import socket
from collections.abc import Callable

from domain.errors import Refused, Unavailable
from pos_app.services.hq.silence import causes
from pos_app.storage.store.trouble import Trouble
from sync.line.hq_errors import (
    BadAnswer,
    CertificateFlaw,
    CertificateNotTrusted,
    HqBusy,
    HqUnreachable,
    NotHeadOffice,
)
from sync.line.proxy import proxy_of

_NO_WAY = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
_OF_ANSWERS: tuple[tuple[type[Exception], Trouble], ...] = (
    (HqBusy, Trouble.BUSY),
    (NotHeadOffice, Trouble.PORTAL),
    (BadAnswer, Trouble.OTHER_ANSWER),
    (Refused, Trouble.DECLINED),
)


def trouble_of(error: Unavailable | Refused, url: str, has_network: Callable[[], bool]) -> Trouble:
    """The trouble behind an error. `has_network` is called only where the error leaves it open."""
    if isinstance(error, CertificateNotTrusted):
        return Trouble.CLOCK if error.flaw is CertificateFlaw.NOT_YET_VALID else Trouble.CERTIFICATE
    for kind, trouble in _OF_ANSWERS:
        if isinstance(error, kind):
            return trouble
    if isinstance(error, HqUnreachable):
        return _of_silence(error, url, has_network)
    return Trouble.NO_ANSWER


def _of_silence(error: HqUnreachable, url: str, has_network: Callable[[], bool]) -> Trouble:
    chain = list(causes(error))
    if any(isinstance(cause, OSError) and cause.errno in _NO_WAY for cause in chain):
        return Trouble.NO_NETWORK
    unnamed = any(isinstance(cause, socket.gaierror) for cause in chain)
    refused = any(isinstance(cause, ConnectionRefusedError) for cause in chain)
    if not refused and not has_network():
        return Trouble.NO_NETWORK
    if proxy_of(url):
        return Trouble.PROXY
    return Trouble.NO_NAME if unnamed else Trouble.NO_ANSWER
