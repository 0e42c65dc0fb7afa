"""One cache of compiled statements for all SQLAlchemy engines of a test process, so that later stores open fast."""

from collections.abc import Callable
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, event

from hq.storage import database as hq_database
from pos_app.storage.store import database as store

_CACHED_STATEMENTS = 2_000


def share() -> None:
    """Let all later engines of a program use the dialect and the compiled statements of its first one."""
    for module in (store, hq_database):
        vars(module)["create_engine"] = _sharing_create_engine()


def _sharing_create_engine() -> Callable[..., Engine]:
    shared: list[Engine] = []

    def create(*arguments: Any, **options: Any) -> Engine:
        engine = sqlalchemy.create_engine(*arguments, **options, query_cache_size=_CACHED_STATEMENTS)
        if not shared:  # a dialect reads the server's version at its first connection
            event.listen(engine, "connect", lambda *_: shared.append(engine))
            return engine
        engine.dialect = engine.pool._dialect = shared[0].dialect
        engine._compiled_cache = shared[0]._compiled_cache
        return engine

    return create
