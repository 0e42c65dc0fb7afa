"""The fields of a customer as somebody typed them, checked and in the form in which they are kept."""

from collections.abc import Mapping

from domain.people.customers import Field
from domain.people.identity import (
    LONGEST_DOCUMENT,
    LONGEST_EMAIL,
    LONGEST_NAME,
    BadIdentity,
    bare_identity,
    check_customer,
    parse_any_phone,
    parse_document,
    parse_email,
)
from domain.typed_text import plain

LONGEST_NOTES = 1_000
LONGEST: Mapping[Field, int] = {
    Field.NAME: LONGEST_NAME,
    Field.SURNAME: LONGEST_NAME,
    Field.DOCUMENT: LONGEST_DOCUMENT,
    Field.PHONE: 20,
    Field.EMAIL: LONGEST_EMAIL,
    Field.NOTES: LONGEST_NOTES,
}
"""The most characters of each field."""


def typed_fields(typed: Mapping[Field, str]) -> dict[Field, str]:
    """The fields as they are kept; an empty text empties its field. Raises BadIdentity."""
    return {of: _kept(of, text) for of, text in typed.items()}


def are_kept(texts: Mapping[Field, str]) -> bool:
    """Whether every text has the form in which a store keeps it: in a line of limited length, notes in several."""
    return all(
        len(text) <= LONGEST[of] and (text if of is not Field.NOTES else text.replace("\n", "")).isprintable()
        for of, text in texts.items()
    )


def _kept(of: Field, text: str) -> str:
    match of:
        case Field.NAME | Field.SURNAME:
            tidy = plain(" ".join(text.split()))
            check_customer(tidy, "")
            return tidy
        case Field.DOCUMENT:
            return parse_document(text).stored if bare_identity(text) else ""
        case Field.PHONE:
            return parse_any_phone(text) if text.strip() else ""
        case Field.EMAIL:
            return parse_email(text) if text.strip() else ""
        case Field.NOTES:
            lines = "\n".join(plain(line) for line in text.splitlines()).strip()
            if not are_kept({of: lines}):
                raise BadIdentity("notes", lines[:40])
            return lines
