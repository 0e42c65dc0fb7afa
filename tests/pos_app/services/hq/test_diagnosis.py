"""Each way in which HQ is out of reach has a name of its own, from the error that the network gives."""

import errno
import socket

import pytest

from domain.errors import Refused, Unavailable
from pos_app.services.hq.diagnosis import trouble_of
from pos_app.storage.store import trouble
from pos_app.storage.store.trouble import Trouble
from sync.line.hq_errors import (
    BadAnswer,
    CertificateFlaw,
    CertificateNotTrusted,
    HqBusy,
    HqUnreachable,
    NotHeadOffice,
    StationStopped,
)

URL, BEHIND_A_PROXY = "https://127.0.0.1", "https://hq.test"


def silence(cause: BaseException) -> HqUnreachable:
    """The error of a line that `cause` led to."""
    error = HqUnreachable("hq", "ConnectError")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "has_network", "named"),
    [
        (silence(OSError(errno.ENETUNREACH, "")), True, Trouble.NO_NETWORK),
        (silence(OSError(errno.EHOSTUNREACH, "")), True, Trouble.NO_NETWORK),
        (silence(OSError(errno.ENETDOWN, "")), True, Trouble.NO_NETWORK),
        (silence(socket.gaierror(socket.EAI_NONAME, "")), False, Trouble.NO_NETWORK),
        (silence(socket.gaierror(socket.EAI_AGAIN, "")), True, Trouble.NO_NAME),
        (silence(ConnectionRefusedError()), False, Trouble.NO_ANSWER),
        (silence(ConnectionResetError()), True, Trouble.NO_ANSWER),
        (silence(TimeoutError()), True, Trouble.NO_ANSWER),
        (silence(TimeoutError()), False, Trouble.NO_NETWORK),
        (HqBusy("hq", "503"), True, Trouble.BUSY),
        (NotHeadOffice("hq", "text/html"), True, Trouble.PORTAL),
        (BadAnswer("hq", "seal"), True, Trouble.OTHER_ANSWER),
        (CertificateNotTrusted("hq", "", flaw=CertificateFlaw.EXPIRED), True, Trouble.CERTIFICATE),
        (CertificateNotTrusted("hq", "", flaw=CertificateFlaw.OTHER_NAME), True, Trouble.CERTIFICATE),
        (CertificateNotTrusted("hq", "", flaw=CertificateFlaw.NOT_YET_VALID), True, Trouble.CLOCK),
        (StationStopped("STATION_STATUS", "", "frozen"), True, Trouble.DECLINED),
    ],
)
def test_a_cause_has_its_name(error: Unavailable | Refused, has_network: bool, named: Trouble) -> None:
    assert trouble_of(error, URL, lambda: has_network) is named


def test_a_proxy_that_lets_nothing_through_is_named() -> None:
    assert trouble_of(silence(ConnectionRefusedError()), BEHIND_A_PROXY, lambda: True) is Trouble.PROXY


def test_a_word_of_an_earlier_release_is_read() -> None:
    assert [trouble.read(word) for word in ("", "CEN-01", "slow")] == [None, Trouble.NO_ANSWER, Trouble.SLOW]
