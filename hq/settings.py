"""HQ's settings: read from the environment only, into a frozen value, all problems reported at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

from platformdirs import user_data_path

from domain.errors import Refused

PREFIX = "TAQUILLA_HQ_"
SECRET_BYTES = 32
_RATE = re.compile(r"([1-9][0-9]{0,9})/(second|minute|hour|day)", re.ASCII)
_PERIODS_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_T = TypeVar("_T")


@dataclass(eq=False)
class BadSettings(Refused):
    """Settings in the environment are missing, invalid or unknown; every problem is listed."""

    code: ClassVar[str] = "BAD_SETTINGS"

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in a period."""

    requests: int
    period_s: int


def parse_rate(text: str) -> Rate:
    """Read "600/minute". Raises ValueError."""
    written = _RATE.fullmatch(text)
    if not written:
        raise ValueError(f"{text!r} is no rate such as 600/minute")
    return Rate(int(written[1]), _PERIODS_S[written[2]])


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request, and the rates of one token and one address."""

    body_bytes: int = 4 << 20
    json_depth: int = 24
    per_token: str = "1200/minute"  # noqa: S105  # a rate, no password
    per_address: str = "600/minute"
    """For requests without a valid token."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an installation. Without `database_url`, HQ runs an embedded PostgreSQL in the folder `data`."""

    secret: bytes
    """32 bytes that seal the tenants' signing keys in the database."""
    data: Path
    database_url: str = ""
    issue_log: Path | None = None
    """The file of the issue log; by default `issued.log` in `data` for the embedded database, and none for another."""
    host: str = "127.0.0.1"
    port: int = 8470
    connections: int = 16
    cors_origins: tuple[str, ...] = ()
    log_level: str = "INFO"
    limits: Limits = Limits()


class _Reader:
    """Reads one setting after another from the environment and collects the problems."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._values = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
        self._problems: list[str] = []

    def take(self, name: str, default: _T, read: Callable[[str], _T]) -> _T:
        value = self._values.pop(PREFIX + name, None)
        if value is None:
            return default
        try:
            return read(value.strip())
        except ValueError as error:
            self._problems.append(f"{PREFIX}{name}: {error}")
            return default

    def need(self, name: str, why: str) -> None:
        if PREFIX + name not in self._values:
            self._problems.append(f"{PREFIX}{name}: is missing; {why}")

    def finish(self) -> None:
        """Raise BadSettings if there was a problem or a setting is left that HQ does not know."""
        self._problems += [f"{name}: unknown setting" for name in sorted(self._values)]
        if self._problems:
            raise BadSettings(tuple(self._problems))


def read(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment. Raises BadSettings."""
    take = _Reader(environment)
    take.need("SECRET", f"give {SECRET_BYTES} random bytes in hexadecimal, as `openssl rand -hex 32` makes them")
    limits, plain = Limits(), Settings(b"", Path())
    settings = Settings(
        secret=take.take("SECRET", b"", _secret),
        data=take.take("DATA", user_data_path("taquilla-hq", appauthor=False), _path),
        database_url=take.take("DATABASE_URL", "", _database_url),
        issue_log=take.take("ISSUE_LOG", None, _path),
        host=take.take("HOST", plain.host, _text),
        port=take.take("PORT", plain.port, _between(0, 65535)),
        connections=take.take("CONNECTIONS", plain.connections, _between(2, 500)),
        cors_origins=take.take("CORS_ORIGINS", (), _origins),
        log_level=take.take("LOG_LEVEL", plain.log_level, _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
        limits=Limits(
            body_bytes=take.take("LIMIT_BODY_BYTES", limits.body_bytes, _between(1 << 10, 1 << 30)),
            json_depth=take.take("LIMIT_JSON_DEPTH", limits.json_depth, _between(4, 200)),
            per_token=take.take("LIMIT_PER_TOKEN", limits.per_token, _rate),
            per_address=take.take("LIMIT_PER_ADDRESS", limits.per_address, _rate),
        ),
    )
    take.finish()
    return settings


def _text(value: str) -> str:
    if not value:
        raise ValueError("is empty")
    return value


def _path(value: str) -> Path:
    return Path(_text(value)).expanduser().absolute()


def _secret(value: str) -> bytes:
    if not re.fullmatch(rf"[0-9a-fA-F]{{{2 * SECRET_BYTES}}}", value):
        raise ValueError(f"{2 * SECRET_BYTES} hexadecimal digits are needed")
    return bytes.fromhex(value)


def _database_url(value: str) -> str:
    if not re.match(r"postgres(ql)?(\+psycopg)?://", value):
        raise ValueError("a URL that begins with postgresql:// is needed")
    return value


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", value) or not least <= int(value) <= most:
            raise ValueError(f"{value!r} is no number from {least} to {most}")
        return int(value)

    return number


def _one_of(*choices: str) -> Callable[[str], str]:
    def choice(value: str) -> str:
        if value.upper() not in choices:
            raise ValueError(f"{value!r} is none of {', '.join(choices)}")
        return value.upper()

    return choice


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(part.strip() for part in value.split(",") if part.strip())
    for origin in origins:
        if not re.fullmatch(r"https?://[\w.-]+(:\d+)?", origin):
            raise ValueError(f"{origin!r} is no origin such as https://desk.example")
    return origins


def _rate(value: str) -> str:
    parse_rate(value)
    return value
