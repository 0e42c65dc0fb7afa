"""Entries with a valid signature and impossible values, from a broken or hostile station.

HQ refuses such an entry with its push, or keeps it unrecorded and lists it. It never fails on one, accepts the next
one, and shows neither to another tenant.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from hq.books.check import check
from hq.books.records import COLLECTIONS
from hq.journals.entry_states import waiting
from hq.office import Office
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from sync.line import push
from sync.line.messages import Push, PushedEntry
from tests.builders.counters import Counter, counter
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff
from tests.hq.web.pushing import Line, resigned

pytestmark = pytest.mark.house

REFUSED, KEPT, RECORDED = "refused", "kept", "recorded"
AT, END = b'"at":"2026-11-21T15:00:00Z"', b'"v":1}'
KIND, METHOD = b'"sale_recorded/1"', b'"method":"cash_ves"'
NUMBER, RATE = b'"number":1,', b'"igtf_rate":"0.03"'
ODD = [
    ("a day of no calendar", AT, b'"at":"2026-13-45T15:00:00Z"', REFUSED),
    ("an instant without a zone", AT, b'"at":"2026-11-21T15:00:00"', REFUSED),
    ("a day long ago", AT, b'"at":"0001-01-01T00:00:00Z"', RECORDED),
    ("a day that is to come", AT, b'"at":"9999-12-31T23:59:59.999999Z"', RECORDED),
    ("another format of entries", END, b'"v":9}', KEPT),
    ("an unknown field", END, b'"v":1,"discount":1}', KEPT),
    ("an unknown kind", KIND, b'"sale_recorded/9"', KEPT),
    ("a kind that is no name", KIND, b'"\\u0000"', REFUSED),
    ("a kind without end", KIND, b'"' + b"x" * 10_000 + b'/1"', REFUSED),
    ("a text that no column holds", METHOD, b'"method":"cash\\u0000"', KEPT),
    ("half a letter", METHOD, b'"method":"cash\\ud800"', REFUSED),
    ("letters that run backwards", METHOD, '"method":"\u202ecash\u200b"'.encode(), RECORDED),
    ("a number beyond any column", NUMBER, b'"number":%d,' % 10**40, KEPT),
    ("a number below any", NUMBER, b'"number":-9223372036854775808,', RECORDED),
    ("a number that is none", NUMBER, b'"number":1e309,', KEPT),
    (
        "a document's instant without a zone",
        b'"issued_at":"2026-11-21T15:00:00Z"',
        b'"issued_at":"2026-11-21T15:00:00"',
        KEPT,
    ),
    ("a rate that is no number", RATE, b'"igtf_rate":"NaN"', RECORDED),
    ("a rate without end", RATE, b'"igtf_rate":"1e999999"', RECORDED),
    ("less than no tickets", b'"quantity":2', b'"quantity":-2', RECORDED),
    ("an amount beyond any column", b'"minor":1714012', b'"minor":%d' % 10**40, KEPT),
    ("an amount below nothing", b'"minor":1714012', b'"minor":-1714012', RECORDED),
    ("a currency that nobody knows", b'"currency":"USD"', b'"currency":"US"', RECORDED),
    ("an identifier that is none", b'"performance_id":"', b'"performance_id":"0', KEPT),
]


@pytest.fixture
def line(api: httpx.Client, office: Office, tmp_path: Path) -> Iterator[Line]:
    with counter(office, tmp_path / "one", 1) as one:
        one.grant(numbers=30, places=20)
        one.sell_places(2)
        yield Line(api, one)


@pytest.mark.parametrize(("old", "new", "outcome"), [pytest.param(*rest, id=name) for name, *rest in ODD])
def test_an_odd_entry_is_refused_or_kept_and_the_next_one_comes_in(
    line: Line, old: bytes, new: bytes, outcome: str
) -> None:
    sent = line.one.next_push()
    odd = with_last(sent, resigned(line.one, sent.entries[-1], old, new))
    if outcome is REFUSED:
        assert line.refused(push.encode(odd)) == (422, "BAD_CHAIN")
        line.good()
        return
    assert line.post(push.encode(odd)).status_code == 200
    assert line.post(push.encode(following(line.one, odd))).status_code == 200
    assert waiting_at(line.one) == {*([sent.top] if outcome is KEPT else []), sent.top + 1}
    reads_on(line)


def with_last(sent: Push, entry: PushedEntry) -> Push:
    return msgspec.structs.replace(sent, entries=(*sent.entries[:-1], entry))


def following(one: Counter, sent: Push) -> Push:
    """A push with one more entry, of a kind that HQ does not know, after the last one of `sent`."""
    last = sent.entries[-1].body
    seq, session = sent.top + 1, one.open_session().session
    body = re.sub(rb'"kind":"(\w|\\)+/\d"', b'"kind":"to_come/1"', last)
    body = re.sub(rb'"prev":"\w+"', b'"prev":"%s"' % hashlib.sha256(last).hexdigest().encode(), body)
    body = re.sub(rb'"seq":\d+', b'"seq":%d' % seq, body)
    entry = PushedEntry(body, one.station.author.key.sign(hashlib.sha256(body).digest()))
    return msgspec.structs.replace(sent, session=session, request_no=1, after=sent.top, top=seq, entries=(entry,))


def waiting_at(one: Counter) -> set[int]:
    """The positions of the entries that HQ keeps and has not recorded."""
    with one.office.database.tenant(one.holder.tenant_id) as tx:
        return {entry.seq for entry in waiting(tx, one.holder.tenant_id)}


def reads_on(line: Line) -> None:
    """Everything else at HQ can be read as before."""
    office, tenant = line.one.office, Tenant(line.one.holder.tenant_id, "sala", "Sala de Pruebas")
    people(office, tenant)
    auditor = as_staff(office, StaffRole.ADMINISTRATOR, tenant)
    for path in ("consolidation", "conflicts", "stations", *(collection.name for collection in COLLECTIONS)):
        answer = line.api.get(f"/v1/{path}", headers=auditor)
        assert answer.status_code == 200, answer.text
    check(office, tenant.id)
