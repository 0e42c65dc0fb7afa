"""HQ's settings: read from the environment only, into a frozen value, all problems reported at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import ClassVar, TypeVar

from platformdirs import user_data_path

from domain.errors import Refused

PREFIX = "TAQUILLA_HQ_"
SECRET_BYTES = 32
_RATE = re.compile(r"([1-9][0-9]{0,9})/(second|minute|hour|day)", re.ASCII)
_PERIODS_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_T = TypeVar("_T")


class Flaw(StrEnum):
    """What is wrong with a setting. Each has its sentences in `translations/<language>/hq_errors.toml`."""

    MISSING_SECRET = "missing_secret"  # noqa: S105  # no password
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"
    EMPTY = "empty"
    NO_HOME = "no_home"
    SECRET = "secret"  # noqa: S105  # no password
    DATABASE_URL = "database_url"
    NUMBER = "number"
    CHOICE = "choice"
    ORIGIN = "origin"
    NETWORK = "network"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """A setting by its whole name, what is wrong with it, and the values of its sentences. No secret is among them."""

    setting: str
    flaw: Flaw
    values: Mapping[str, str]


@dataclass(eq=False)
class BadSettings(Refused):
    """Settings in the environment are missing, invalid or unknown; every problem is listed."""

    code: ClassVar[str] = "BAD_SETTINGS"

    problems: tuple[SettingProblem, ...]


class _Unusable(Exception):  # a value that its reader refuses, caught where the setting has its name
    def __init__(self, flaw: Flaw, **values: str) -> None:
        super().__init__(flaw)
        self.flaw, self.values = flaw, values


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
    connections: int = 500
    """Connections, and requests at once, of one address: a station has two, and a venue often one address."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an installation. Without `database_url`, HQ runs an embedded PostgreSQL in the folder `data`."""

    secret: bytes
    """32 bytes that seal the tenants' signing keys in the database."""
    data: Path
    database_url: str = ""
    reports_url: str = ""
    """A streaming replica of `database_url`, on which reports are read; by default they are read where sales go."""
    reports_behind_s: int = 5
    """How far behind the replica may be, in seconds, before reports are read from `database_url`."""
    issue_log: Path | None = None
    """The file of the issue log; by default `issued.log` in `data` for the embedded database, and none for another."""
    host: str = "127.0.0.1"
    port: int = 8470
    proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies that are believed about the address of a caller (`X-Forwarded-For`)."""
    connections: int = 16
    cors_origins: tuple[str, ...] = ()
    log_level: str = "INFO"
    limits: Limits = Limits()


class _Reader:
    """Reads one setting after another from the environment and collects the problems."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._values = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
        self._known: list[str] = []
        self._problems: list[SettingProblem] = []

    def take(self, name: str, default: _T, read: Callable[[str], _T]) -> _T:
        self._known.append(PREFIX + name)
        value = self._values.pop(PREFIX + name, None)
        if value is None:
            return default
        try:
            return read(value.strip())
        except _Unusable as unusable:
            self._problems.append(SettingProblem(PREFIX + name, unusable.flaw, unusable.values))
            return default

    def need(self, name: str, flaw: Flaw) -> None:
        if PREFIX + name not in self._values:
            self._problems.append(SettingProblem(PREFIX + name, flaw, {}))

    def finish(self) -> None:
        """Raise BadSettings if there was a problem or a setting is left that HQ does not know."""
        self._problems += [self._unknown(name) for name in sorted(self._values)]
        if self._problems:
            raise BadSettings(tuple(self._problems))

    def _unknown(self, name: str) -> SettingProblem:
        similar = get_close_matches(name.upper(), self._known, n=1, cutoff=0.85)
        if similar:
            return SettingProblem(name, Flaw.MISTYPED, {"similar": similar[0]})
        return SettingProblem(
            name, Flaw.UNKNOWN, {"known": ", ".join(known.removeprefix(PREFIX) for known in self._known)}
        )


def read(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment. Raises BadSettings."""
    take = _Reader(environment)
    take.need("SECRET", Flaw.MISSING_SECRET)
    limits, plain = Limits(), Settings(b"", Path())
    settings = Settings(
        secret=take.take("SECRET", b"", _secret),
        data=take.take("DATA", user_data_path("taquilla-hq", appauthor=False), _path),
        database_url=take.take("DATABASE_URL", "", _database_url),
        reports_url=take.take("REPORTS_URL", "", _database_url),
        reports_behind_s=take.take("REPORTS_BEHIND", plain.reports_behind_s, _between(1, 3600)),
        issue_log=take.take("ISSUE_LOG", None, _path),
        host=take.take("HOST", plain.host, _text),
        port=take.take("PORT", plain.port, _between(0, 65535)),
        proxies=take.take("PROXIES", (), _networks),
        connections=take.take("CONNECTIONS", plain.connections, _between(2, 500)),
        cors_origins=take.take("CORS_ORIGINS", (), _origins),
        log_level=take.take("LOG_LEVEL", plain.log_level, _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
        limits=Limits(
            body_bytes=take.take("LIMIT_BODY_BYTES", limits.body_bytes, _between(1 << 10, 1 << 30)),
            json_depth=take.take("LIMIT_JSON_DEPTH", limits.json_depth, _between(4, 200)),
            per_token=take.take("LIMIT_PER_TOKEN", limits.per_token, _rate),
            per_address=take.take("LIMIT_PER_ADDRESS", limits.per_address, _rate),
            connections=take.take("LIMIT_CONNECTIONS", limits.connections, _between(8, 1_000_000)),
        ),
    )
    take.finish()
    return settings


def _text(value: str) -> str:
    if not value:
        raise _Unusable(Flaw.EMPTY)
    return value


def _path(value: str) -> Path:
    try:
        return Path(_text(value)).expanduser().absolute()
    except RuntimeError:  # "~name" of an account that this machine does not have
        raise _Unusable(Flaw.NO_HOME, value=value) from None


def _secret(value: str) -> bytes:
    if not re.fullmatch(rf"[0-9a-fA-F]{{{2 * SECRET_BYTES}}}", value):
        raise _Unusable(Flaw.SECRET, digits=str(2 * SECRET_BYTES))
    return bytes.fromhex(value)


def _database_url(value: str) -> str:
    if not re.match(r"postgres(ql)?(\+psycopg)?://", value):
        raise _Unusable(Flaw.DATABASE_URL)  # without the value, which may have a password
    return value


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", value) or not least <= int(value) <= most:
            raise _Unusable(Flaw.NUMBER, value=value, least=str(least), most=str(most))
        return int(value)

    return number


def _one_of(*choices: str) -> Callable[[str], str]:
    def choice(value: str) -> str:
        if value.upper() not in choices:
            raise _Unusable(Flaw.CHOICE, value=value, choices=", ".join(choices))
        return value.upper()

    return choice


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(part.strip() for part in value.split(",") if part.strip())
    for origin in origins:
        if not re.fullmatch(r"https?://[\w.-]+(:\d+)?", origin):
            raise _Unusable(Flaw.ORIGIN, value=origin)
    return origins


def _networks(value: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in value.split(",") if part.strip())
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            raise _Unusable(Flaw.NETWORK, value=network) from None
    return networks


def _rate(value: str) -> str:
    try:
        parse_rate(value)
    except ValueError:
        raise _Unusable(Flaw.RATE, value=value) from None
    return value
