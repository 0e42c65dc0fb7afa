"""A condition on several keys as one array: the statement is the same for any number of them, so it stays prepared."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, bindparam


def one_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column equals an element of the list in the parameter `name`."""
    return column == any_(bindparam(name, type_=ARRAY(column.type)))
