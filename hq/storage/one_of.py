"""Asking for several keys with one text: prepared once, however many they are."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, bindparam


def one_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column's value is one of those in the parameter, a list."""
    return column == any_(bindparam(name, type_=ARRAY(column.type)))
