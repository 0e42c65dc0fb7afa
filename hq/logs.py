"""HQ's log: one JSON line each, with the id of the request it belongs to."""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import chain
from typing import Any, TextIO

import msgspec
import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "color_message", "message", "asctime"})
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_encode = msgspec.json.Encoder(enc_hook=str).encode


class JsonLines(logging.Formatter):
    """One line: the message, the request it belongs to, and the values of `extra`. Each request writes one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC),
        }
        if request_id := _request_id.get():
            line["request_id"] = request_id
        line |= {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _encode(line).decode()

    def formatException(self, ei: Any) -> str:  # noqa: N802  # logging's name
        """The frames and messages of an error and its causes; of the database's errors no message."""
        return "".join(chain.from_iterable(_shown(error) for error in reversed(list(_causes(ei[1]))))).rstrip()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it was raised for, newest first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _shown(error: BaseException) -> Iterator[str]:
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}: {_message(error)}\n"


def _message(error: BaseException) -> str:
    """The message. Those of the database repeat values of rows, which may be a customer's: only its code is shown."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error):
        return " ".join(filter(None, [cause.sqlstate, cause.diag.constraint_name]))
    return "" if isinstance(error, SQLAlchemyError) else str(error)


@contextmanager
def of_request(request_id: str) -> Iterator[None]:
    """Every line that is logged within, also by threads that the request waits for, carries its id."""
    before = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(before)


def configure(level: str, stream: TextIO = sys.stderr) -> None:
    """Write everything that is logged, ours and the libraries', as JSON lines."""
    lines = logging.StreamHandler(stream)
    lines.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"  # HQ writes its own line for each request
