"""HQ's log: one JSON line each, with the id of the request it belongs to."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

import msgspec

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
