"""Engines of worlds share what their statements compile to: a restart or the next world compiles nothing anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from sqlalchemy import Engine

from hq.storage import database as hq_database
from pos_app.storage import database as store

_ENOUGH = 2_000


class Engines:
    """The first engine of each program lends its dialect and its compiled statements to the later ones."""

    def __init__(self) -> None:
        self._create = {store: _lending(), hq_database: _lending()}

    @contextmanager
    def shared(self) -> Iterator[None]:
        """While it lasts, engines are made so."""
        for module, create in self._create.items():
            vars(module)["create_engine"] = create
        try:
            yield
        finally:
            for module in self._create:
                vars(module)["create_engine"] = sqlalchemy.create_engine


def _lending() -> Callable[..., Engine]:
    lent: list[Engine] = []

    def create(*arguments: Any, **options: Any) -> Engine:
        made = sqlalchemy.create_engine(*arguments, **options, query_cache_size=_ENOUGH)
        if not lent:
            lent.append(made)
        made.dialect = made.pool._dialect = lent[0].dialect
        made._compiled_cache = lent[0]._compiled_cache
        return made

    return create
