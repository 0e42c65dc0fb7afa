"""Of two records with one id the second is reported, and no hash is taken for an id."""

from collections.abc import Iterator

import pytest

from pos_app.services.proof import ids_check
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.services.proof.ids_check import IdsCheck
from sync.facts import Entry
from tests.pos_app.services.proof.test_document_kinds import SALE, entry, note


def checked(entries: list[Entry]) -> tuple[IdsCheck, list[int]]:
    readings: list[int] = []

    def again() -> Iterator[Entry]:
        readings.append(1)
        return iter(entries)

    check = IdsCheck(again)
    for one in entries:
        check.read(one)
    return check, readings


def test_a_sale_that_is_recorded_twice_is_named() -> None:
    check, _ = checked([entry(1, SALE), entry(2, note(1)), entry(3, SALE)])
    with pytest.raises(Wrong) as wrong:
        check.finish()
    assert (wrong.value.finding.flaw, wrong.value.finding.record) == (Flaw.ID_TWICE, "journal 1/3")
    assert wrong.value.finding.detail.startswith("sale ")


def test_the_journal_is_not_read_again_without_need() -> None:
    check, readings = checked([entry(1, SALE)])
    check.finish()
    assert readings == []


def test_two_ids_of_one_hash_are_two_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids_check, "_repeated", set)  # as if every hash had come twice
    check, readings = checked([entry(1, SALE)])
    check.finish()
    assert readings == [1]
