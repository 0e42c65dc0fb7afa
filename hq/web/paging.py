"""Lists in pages: an opaque cursor names the item after which the next page begins."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from domain.errors import Refused

MOST_A_PAGE = 200
T = TypeVar("T")
S = TypeVar("S")


@dataclass(eq=False)
class BadCursor(Refused):
    """HQ did not issue this cursor for this list."""

    code: ClassVar[str] = "BAD_CURSOR"


class Page(BaseModel, Generic[T]):
    """A part of a list; `next` is the cursor of the following page, or null at the end."""

    items: list[T]
    next: str | None = Field(None, examples=["AZB8tqQAcAA"])


Limit = Annotated[int, Query(ge=1, le=MOST_A_PAGE, description="The most items to return.")]
Cursor = Annotated[
    str | None, Query(max_length=100, pattern="^[A-Za-z0-9_=-]*$", description="The `next` of the page before.")
]
LongCursor = Annotated[
    str | None, Query(max_length=1000, pattern="^[A-Za-z0-9_=-]*$", description="The `next` of the page before.")
]


def after_id(cursor: str | None) -> UUID | None:
    """The id after which a page begins; None for the first page. Raises BadCursor."""
    if not cursor:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        raise BadCursor from error


def after_position(cursor: str | None) -> int:
    """The position after which a page begins; 0 for the first page. Raises BadCursor."""
    if not cursor:
        return 0
    try:
        raw = base64.urlsafe_b64decode(cursor)
    except ValueError as error:
        raise BadCursor from error
    if len(raw) != _POSITION_BYTES:
        raise BadCursor
    return int.from_bytes(raw) >> 1  # an invented cursor fits a bigint too


_POSITION_BYTES = 8


def page(items: Sequence[S], limit: int, show: Callable[[S], T], key: Callable[[S], UUID | int]) -> Page[T]:
    """The page of `items`, of which one more than `limit` was queried to know whether a page follows."""
    shown = items[:limit]
    following = _cursor(key(shown[-1])) if len(items) > limit else None
    return Page(items=[show(item) for item in shown], next=following)


def _cursor(key: UUID | int) -> str:
    raw = key.bytes if isinstance(key, UUID) else (key << 1).to_bytes(_POSITION_BYTES)
    return base64.urlsafe_b64encode(raw).decode()
