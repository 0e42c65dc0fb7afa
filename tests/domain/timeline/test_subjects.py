"""Subjects in one word, and texts that are none."""

from uuid import UUID

import pytest

from domain.timeline.subjects import Subject, SubjectKind, named_subject

ID = UUID(int=7)


@pytest.mark.parametrize(
    "subject",
    [Subject(SubjectKind.TICKET, ID), Subject(SubjectKind.SEAT, ID, 14), Subject(SubjectKind.PAYMENT, ID, 0)],
)
def test_a_name_leads_back_to_its_subject(subject: Subject) -> None:
    assert named_subject(subject.name) == subject


@pytest.mark.parametrize(
    "text", ["", "ticket", "ticket:7", f"cat:{ID}", f"ticket:{ID}:3", f"seat:{ID}", f"seat:{ID}:x", f"seat:{ID}:-2"]
)
def test_another_text_names_no_subject(text: str) -> None:
    assert named_subject(text) is None
