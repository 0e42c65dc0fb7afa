"""HQ's log: one JSON line each, with the id of the request it belongs to."""

import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import msgspec
import structlog

_OF_EVERY_RECORD = frozenset({*vars(logging.makeLogRecord({})), "color_message", "message", "asctime"})
_encode = msgspec.json.Encoder(enc_hook=str).encode


class JsonLines(logging.Formatter):
    """What is bound to the request, what the line says, and what was given with it. Each request writes one."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": datetime.fromtimestamp(record.created, UTC),
            **structlog.contextvars.get_contextvars(),
        }
        said |= {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return _encode(said).decode()


def configure(level: str, stream: TextIO = sys.stderr) -> None:
    """Write everything that is logged, ours and the libraries', as JSON lines."""
    lines = logging.StreamHandler(stream)
    lines.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"  # our own line says more
