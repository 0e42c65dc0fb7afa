"""Each kind of fact declares what it is about, and has words in each language."""

from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import select

from domain.timeline.subjects import SEARCHED, SubjectKind
from resources import texts
from sync.facts import AnyFact, kind_of
from sync.facts.fact import Fact
from sync.facts.subjects import OF_THE_STATION, declares_subjects, fact_subject, record_subjects, subjects_of
from sync.timeline.happenings import happening, what_of
from tests.builders.examples import EXAMPLES
from tests.builders.stores import new_store
from tests.sync.test_recording import entry_of

KINDS = get_args(AnyFact)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_kind_of_fact_declares_what_it_is_about(kind: type[Fact]) -> None:
    assert declares_subjects(kind), f"register {kind.__name__} in sync/facts/subjects.py"


@pytest.mark.parametrize("fact", EXAMPLES, ids=kind_of)
def test_a_fact_is_about_something_unless_it_is_about_its_station(fact: AnyFact) -> None:
    assert bool(subjects_of(fact)) is not isinstance(fact, OF_THE_STATION)


def test_a_kind_that_was_forgotten_is_noticed() -> None:
    class Forgotten(Fact, frozen=True, tag="forgotten/1"):
        """A fact whose author forgot to register it."""

    assert not declares_subjects(Forgotten)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("fact", EXAMPLES, ids=kind_of)
def test_what_a_fact_did_has_words_and_so_has_each_detail(fact: AnyFact, language: str) -> None:
    words = texts.catalogue(language, "timeline")
    for subject in subjects_of(fact):
        did = happening(fact, subject)
        assert f"what.{did.what}" in words
        assert {f"detail.{one.name}" for one in did.details} <= set(words)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_kind_without_details_of_its_own_has_words_too(language: str) -> None:
    words = texts.catalogue(language, "timeline")
    plain = [kind for kind in KINDS if happening.dispatch(kind) is happening.dispatch(object)]
    assert [kind.__name__ for kind in plain if f"what.{what_of(kind)}" not in words] == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_each_kind_of_subject_that_is_searched_has_a_name(language: str) -> None:
    assert {f"kind.{kind}" for kind in SEARCHED} <= set(texts.catalogue(language, "timeline"))


def test_recording_writes_a_row_for_each_subject_and_none_for_a_sale(tmp_path: Path) -> None:
    with new_store(tmp_path) as store, store.write() as tx:
        for seq, fact in enumerate(EXAMPLES, 2):
            record_subjects(tx, entry_of(fact, seq), fact)
        rows = {(row.subject_id, row.part, row.position & 0xFFFF) for row in tx.execute(select(fact_subject))}
    declared = {
        (subject.id, subject.part, seq)
        for seq, fact in enumerate(EXAMPLES, 2)
        if kind_of(fact) != "sale_recorded/1"
        for subject in subjects_of(fact)
    }
    assert rows == declared


def test_the_subjects_of_a_sale_are_its_tickets_seats_payments_document_customer_and_drawer() -> None:
    sale = next(fact for fact in EXAMPLES if kind_of(fact) == "sale_recorded/1")
    kinds = {subject.kind for subject in subjects_of(sale)}
    assert {SubjectKind.TICKET, SubjectKind.DOCUMENT, SubjectKind.PAYMENT, SubjectKind.SEAT, SubjectKind.SHIFT} <= kinds
