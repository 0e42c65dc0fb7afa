"""Lists by pages: a cursor that only HQ reads says where the next page begins."""

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
    """The cursor is none that HQ gave for this list."""

    code: ClassVar[str] = "BAD_CURSOR"


class Page(BaseModel, Generic[T]):
    """A stretch of a list; `next` is the cursor of the following one, or null at the end."""

    items: list[T]
    next: str | None = Field(None, examples=["AZB8tqQAcAA"])


Limit = Annotated[int, Query(ge=1, le=MOST_A_PAGE, description="How many at most.")]
Cursor = Annotated[str | None, Query(max_length=100, pattern="^[A-Za-z0-9_=-]*$", description="From `next`.")]
LongCursor = Annotated[str | None, Query(max_length=1000, pattern="^[A-Za-z0-9_=-]*$", description="From `next`.")]


def after_id(cursor: str | None) -> UUID | None:
    """The id that a page goes on from. Raises BadCursor."""
    if not cursor:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        raise BadCursor from error


def after_place(cursor: str | None) -> int:
    """The place that a page goes on from; 0 at the beginning. Raises BadCursor."""
    if not cursor:
        return 0
    try:
        raw = base64.urlsafe_b64decode(cursor)
    except ValueError as error:
        raise BadCursor from error
    if len(raw) != _PLACE_BYTES:
        raise BadCursor
    return int.from_bytes(raw) >> 1  # fits a bigint whatever was sent


_PLACE_BYTES = 8


def page(found: Sequence[S], limit: int, show: Callable[[S], T], key: Callable[[S], UUID | int]) -> Page[T]:
    """The page of what was found when one more than `limit` was asked for."""
    shown = found[:limit]
    following = _cursor(key(shown[-1])) if len(found) > limit else None
    return Page(items=[show(one) for one in shown], next=following)


def _cursor(key: UUID | int) -> str:
    raw = key.bytes if isinstance(key, UUID) else (key << 1).to_bytes(_PLACE_BYTES)
    return base64.urlsafe_b64encode(raw).decode()
