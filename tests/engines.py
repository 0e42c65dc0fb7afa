"""Engines of a test process share what their statements compile to: the next store compiles nothing anew."""

from collections.abc import Callable
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, event

from hq.storage import database as hq_database
from pos_app.storage.store import database as store

_ENOUGH = 2_000


def share() -> None:
    """From now on the first engine of each program lends its dialect and compiled statements to the later ones."""
    for module in (store, hq_database):
        vars(module)["create_engine"] = _lending()


def _lending() -> Callable[..., Engine]:
    lent: list[Engine] = []

    def create(*arguments: Any, **options: Any) -> Engine:
        made = sqlalchemy.create_engine(*arguments, **options, query_cache_size=_ENOUGH)
        if not lent:  # a dialect learns at its first connection what it talks to
            event.listen(made, "connect", lambda *_: lent.append(made))
            return made
        made.dialect = made.pool._dialect = lent[0].dialect
        made._compiled_cache = lent[0]._compiled_cache
        return made

    return create
