"""A record of a customer is read back from its text as it was."""

from uuid import UUID

from hypothesis import given

from domain.people.customers import CustomerRecord, Edit, of_edits
from sync.facts.customer_record import packed, unpacked
from sync.facts.customers import edit_of, edit_row
from tests.domain.people.test_customers import ANA, histories


@given(histories)
def test_a_record_is_read_back_as_it_was(edits: list[Edit]) -> None:
    record = of_edits(ANA, edits)
    assert unpacked(ANA, packed(record)) == record


@given(histories)
def test_an_edit_is_read_back_from_its_row(edits: list[Edit]) -> None:
    for edit in edits:
        row = edit_row(UUID(int=1), edit)
        assert edit_of(ANA, edit.stamp, int(edit.erases), str(row["body"])) == edit


def test_a_record_of_which_nothing_is_known_is_two_characters() -> None:
    assert packed(CustomerRecord(ANA)) == "{}"
