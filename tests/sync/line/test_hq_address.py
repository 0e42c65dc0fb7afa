"""The address of HQ: https, or http on the same machine, with a path or without."""

import pytest

from sync.line.hq_address import checked_address
from sync.line.hq_errors import AddressFlaw, BadAddress


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://hq.test", "https://hq.test"),
        (" https://HQ.test/ ", "https://hq.test"),
        ("https://hq.test:8443", "https://hq.test:8443"),
        ("https://hq.test/taquilla", "https://hq.test/taquilla"),
        ("https://hq.test/taquilla/", "https://hq.test/taquilla"),
        ("https://hq.test:8443/venue/box-office_1/", "https://hq.test:8443/venue/box-office_1"),
        ("http://localhost:8000/taquilla/", "http://localhost:8000/taquilla"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_may_have_a_port_and_a_path(typed: str, used: str) -> None:
    assert checked_address(typed) == used


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("http://hq.test", AddressFlaw.NOT_ENCRYPTED),
        ("http://hq.test/taquilla", AddressFlaw.NOT_ENCRYPTED),
        ("hq.test", AddressFlaw.NOT_READABLE),
        ("ftp://hq.test", AddressFlaw.NOT_READABLE),
        ("https://", AddressFlaw.NOT_READABLE),
        ("https://hq.test:port", AddressFlaw.NOT_READABLE),
        ("https://hq.test/a b", AddressFlaw.NOT_READABLE),
        ("https://hq.test//x", AddressFlaw.NOT_READABLE),
        ("https://hq.test/?a=1", AddressFlaw.WITH_QUERY),
        ("https://hq.test/taquilla#top", AddressFlaw.WITH_QUERY),
        ("https://ana:secret@hq.test", AddressFlaw.WITH_PASSWORD),
    ],
)
def test_what_is_no_address_of_hq_is_refused_with_its_reason(typed: str, flaw: AddressFlaw) -> None:
    with pytest.raises(BadAddress) as caught:
        checked_address(typed)
    assert caught.value.flaw is flaw
    assert "secret" not in caught.value.url
