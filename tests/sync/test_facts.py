"""The bytes of facts never change: a golden entry of each kind is read and written back to the same bytes.

A change of shape is a new tag with a new file beside the old one. A golden file is never edited.
"""

import hashlib
from pathlib import Path
from typing import get_args
from uuid import UUID

import msgspec
import pytest

from domain.ids import CartId, ShiftId
from domain.payments.payee import Payee
from sync import facts
from sync.facts import AnyFact, Entry, kind_of
from sync.tables import canonical
from tests.builders.examples import AT, EXAMPLES, document, note, sale

GOLDEN = Path(__file__).with_name("golden_facts")
KINDS = sorted(kind_of(fact) for fact in EXAMPLES)


def golden_file(kind: str) -> Path:
    return GOLDEN / f"{kind.replace('/', '.')}.json"


def entry_of(fact: AnyFact) -> Entry:
    return Entry(
        v=1, tenant=UUID(int=1), station=UUID(int=2), epoch=1, seq=9, at=AT, actor=None, prev="00" * 32, body=fact
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_entry_reads_and_writes_back_to_the_same_bytes(kind: str) -> None:
    raw = golden_file(kind).read_bytes()
    entry = canonical.decode(raw, Entry)
    assert kind_of(entry.body) == kind
    assert canonical.encode(entry) == raw


@pytest.mark.parametrize("fact", EXAMPLES, ids=kind_of)
def test_an_old_entry_still_means_the_same(fact: AnyFact) -> None:
    assert canonical.decode(golden_file(kind_of(fact)).read_bytes(), Entry) == entry_of(fact)


def test_each_kind_has_a_golden_entry_and_none_is_left_over() -> None:
    assert sorted(kind_of(kind) for kind in get_args(AnyFact)) == KINDS
    assert sorted(file.name for file in GOLDEN.iterdir()) == sorted(golden_file(kind).name for kind in KINDS)


def test_the_golden_entries_are_the_ones_that_were_released() -> None:
    """A digest of all files: editing one fails here, because old journals hold its old bytes."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(GOLDEN.iterdir())))
    assert digest.hexdigest() == "4ef0366f0b675e90c9ccf427814917ee034eb514d5d2b088c5880739dde4525f"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"kind":"sign_in_tried/2","cashier_id":"00000000-0000-0000-0000-000000000003","outcome":"accepted"}',
        b'{"kind":"sign_in_tried/1","cashier_id":"00000000-0000-0000-0000-000000000003","outcome":"perhaps"}',
        b'{"kind":"sign_in_tried/1","cashier_id":"00000000-0000-0000-0000-000000000003","outcome":"accepted","x":1}',
        b'{"kind":"sign_in_tried/1","outcome":"accepted"}',
        b'{"kind":"cart_voided/1","cart_id":"00000000-0000-0000-0000-000000000003","shift_id":"00000000-0000-0000-0000-000000000003","tickets":1.5}',
    ],
    ids=["an unknown version", "an unknown value", "an unknown field", "a missing field", "a number with a point"],
)
def test_what_is_no_fact_is_not_read(raw: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        canonical.decode(raw, AnyFact)  # type: ignore[arg-type]  # a union is a kind for msgspec, not for mypy


def test_facts_are_values() -> None:
    fact = facts.CartVoided(cart_id=CartId(UUID(int=80)), shift_id=ShiftId(UUID(int=10)), tickets=3)
    assert fact in EXAMPLES
    with pytest.raises(AttributeError):
        fact.tickets = 4  # type: ignore[misc]  # the point of the test


def test_a_sale_with_a_payee_is_read_back_and_one_without_has_no_trace_of_it() -> None:
    sold = facts.SaleRecorded(sale(), document(), 77, Payee("0102", "+584121234567", "V12345678"))
    raw = canonical.encode(entry_of(sold))
    assert canonical.decode(raw, Entry).body == sold
    assert b'"payee":{"bank":"0102","document":"V12345678","phone":"+584121234567"}' in raw
    assert b"payee" not in golden_file("sale_recorded/1").read_bytes()


def test_a_sale_is_documented_by_an_invoice_only() -> None:
    raw = golden_file("sale_recorded/1").read_bytes()
    note = raw.replace(b'"kind":"invoice"', b'"kind":"credit_note"')
    assert note != raw
    with pytest.raises(msgspec.ValidationError):
        canonical.decode(note, Entry)


def test_a_fact_issues_the_document_that_it_carries() -> None:
    issued = {kind_of(fact): issue for fact in EXAMPLES if (issue := facts.issued_document(fact)) is not None}
    assert issued == {"sale_recorded/1": document(), "tickets_refunded/1": note()}


def test_a_refund_is_documented_by_a_credit_note_only() -> None:
    raw = golden_file("tickets_refunded/1").read_bytes()
    with pytest.raises(msgspec.ValidationError):
        canonical.decode(raw.replace(b'"kind":"credit_note"', b'"kind":"invoice"'), Entry)
