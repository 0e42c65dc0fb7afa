"""Settings come from the environment only, and every problem is named at once, in both languages."""

from pathlib import Path

import pytest

from hq import refusals
from hq.settings import BadSettings, Flaw, Limits, Rate, parse_rate, read
from resources import texts

SECRET = {"TAQUILLA_HQ_SECRET": "ab" * 32}


def test_a_secret_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/hq")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    settings = read({**SECRET, "PATH": "/bin"})
    assert (settings.secret, settings.data) == (b"\xab" * 32, Path("/home/hq/.local/share/taquilla-hq"))
    assert (settings.database_url, settings.cors_origins, settings.limits) == ("", (), Limits())


def test_what_is_given_is_taken() -> None:
    settings = read(
        {
            **SECRET,
            "TAQUILLA_HQ_DATABASE_URL": "postgresql://db/hq",
            "TAQUILLA_HQ_REPORTS_URL": "postgresql://replica/hq",
            "TAQUILLA_HQ_REPORTS_BEHIND": "30",
            "TAQUILLA_HQ_DATA": "/srv/hq",
            "TAQUILLA_HQ_ISSUE_LOG": "/mnt/other/issued.log",
            "TAQUILLA_HQ_PORT": "0",
            "TAQUILLA_HQ_CORS_ORIGINS": "https://a.example, https://b.example:8443",
            "TAQUILLA_HQ_LIMIT_PER_ADDRESS": "5/second",
            "TAQUILLA_HQ_PROXIES": "10.0.0.7, 10.1.0.0/16, ::1",
        }
    )
    assert (settings.database_url, settings.data, settings.port) == ("postgresql://db/hq", Path("/srv/hq"), 0)
    assert (settings.reports_url, settings.reports_behind_s) == ("postgresql://replica/hq", 30)
    assert settings.issue_log == Path("/mnt/other/issued.log")
    assert settings.cors_origins == ("https://a.example", "https://b.example:8443")
    assert settings.limits == Limits(per_address="5/second")
    assert settings.proxies == ("10.0.0.7", "10.1.0.0/16", "::1")


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(BadSettings) as raised:
        read(
            {
                "TAQUILLA_HQ_DATABASE_URL": "mysql://db",
                "TAQUILLA_HQ_PORT": "70000",
                "TAQUILLA_HQ_CONNECTIONS": "١٢",
                "TAQUILLA_HQ_LOG_LEVEL": "loud",
                "TAQUILLA_HQ_CORS_ORIGINS": "*",
                "TAQUILLA_HQ_LIMIT_PER_TOKEN": "often",
                "TAQUILLA_HQ_PROXIES": "10.0.0.7, proxy.example",
                "TAQUILLA_HQ_DATABSE_URL": "typo",
            }
        )
    assert {problem.setting.removeprefix("TAQUILLA_HQ_"): problem.flaw for problem in raised.value.problems} == {
        "SECRET": Flaw.MISSING_SECRET,
        "DATABASE_URL": Flaw.DATABASE_URL,
        "PORT": Flaw.NUMBER,
        "CONNECTIONS": Flaw.NUMBER,
        "LOG_LEVEL": Flaw.CHOICE,
        "CORS_ORIGINS": Flaw.ORIGIN,
        "PROXIES": Flaw.NETWORK,
        "LIMIT_PER_TOKEN": Flaw.RATE,
        "DATABSE_URL": Flaw.MISTYPED,
    }


_BAD = [
    ("SECRET", None, "`openssl rand -hex 32`", "`openssl rand -hex 32`"),
    ("SECRET", "canary", "no tiene 64 dígitos hexadecimales", "does not have 64 hexadecimal digits"),
    ("DATA", "", "está definido, pero vacío", "is set, but empty"),
    ("DATA", "~nobody-of-this-name/hq", "Escriba la ruta completa", "Write the whole path"),
    ("ISSUE_LOG", " ", "está definido, pero vacío", "is set, but empty"),
    ("ISSUE_LOG", "~nobody-of-this-name/log", "Escriba la ruta completa", "Write the whole path"),
    ("HOST", "", "está definido, pero vacío", "is set, but empty"),
    ("DATABASE_URL", "mysql://u:canary@h", "no comienza con postgresql://", "does not begin with postgresql://"),
    ("REPORTS_URL", "mysql://u:canary@h", "no comienza con postgresql://", "does not begin with postgresql://"),
    ("REPORTS_BEHIND", "0", "número entero de 1 a 3600", "whole number from 1 to 3600"),
    ("PORT", "70000", "número entero de 0 a 65535", "whole number from 0 to 65535"),
    ("PORT", "84,70", "número entero de 0 a 65535", "whole number from 0 to 65535"),
    ("CONNECTIONS", "1", "número entero de 2 a 500", "whole number from 2 to 500"),
    ("LIMIT_BODY_BYTES", "4M", "número entero de 1024 a", "whole number from 1024 to"),
    ("LIMIT_JSON_DEPTH", "-4", "número entero de 4 a 200", "whole number from 4 to 200"),
    ("LOG_LEVEL", "alto", "DEBUG, INFO, WARNING, ERROR", "DEBUG, INFO, WARNING, ERROR"),
    ("CORS_ORIGINS", "https://a.example/x", "separados por comas", "separated by commas"),
    ("LIMIT_PER_TOKEN", "600 por minuto", "como 600/minute", "such as 600/minute"),
    ("LIMIT_PER_ADDRESS", "600", "como 600/minute", "such as 600/minute"),
    ("LIMIT_CONNECTIONS", "0", "número entero de 8 a", "whole number from 8 to"),
    ("COLOUR", "1", "escriba uno de estos", "write one of these"),
    ("PRT", "1", "¿Quiso escribir TAQUILLA_HQ_PORT?", "Did you mean TAQUILLA_HQ_PORT?"),
]


@pytest.mark.parametrize(("name", "value", "spanish", "english"), _BAD)
@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_bad_setting_says_why_and_what_to_do_in_both_languages(
    name: str, value: str | None, spanish: str, english: str, language: str
) -> None:
    environment = {**SECRET, f"TAQUILLA_HQ_{name}": value}
    with pytest.raises(BadSettings) as raised:
        read({name: value for name, value in environment.items() if value is not None})
    texts.use(language)
    try:
        first, line = refusals.lines(raised.value)
    finally:
        texts.use(texts.LANGUAGES[0])
    assert first.startswith("BAD_SETTINGS: ")
    assert first.endswith("Corrija estos y repita:" if language == "es" else "Correct these and repeat:")
    assert line.startswith(f"TAQUILLA_HQ_{name}: ")
    assert (spanish if language == "es" else english) in line
    assert "canary" not in line


def test_a_bad_secret_is_not_repeated() -> None:
    with pytest.raises(BadSettings) as raised:
        read({"TAQUILLA_HQ_SECRET": "canary"})
    assert "canary" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "rate"), [("1/second", Rate(1, 1)), ("600/minute", Rate(600, 60)), ("5/hour", Rate(5, 3_600))]
)
def test_a_rate_is_a_count_over_a_period(text: str, rate: Rate) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "often", "0/minute", "-1/minute", "1/fortnight", "1/minute\n", "\u0661/minute", "1 /minute"]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no rate"):
        parse_rate(text)
