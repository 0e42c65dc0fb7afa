"""Settings come from the environment only, and every problem is named at once."""

from pathlib import Path

import pytest

from hq.settings import BadSettings, Limits, Rate, parse_rate, read

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
            "TAQUILLA_HQ_DATA": "/srv/hq",
            "TAQUILLA_HQ_ISSUE_LOG": "/mnt/other/issued.log",
            "TAQUILLA_HQ_PORT": "0",
            "TAQUILLA_HQ_CORS_ORIGINS": "https://a.example, https://b.example:8443",
            "TAQUILLA_HQ_LIMIT_PER_ADDRESS": "5/second",
        }
    )
    assert (settings.database_url, settings.data, settings.port) == ("postgresql://db/hq", Path("/srv/hq"), 0)
    assert settings.issue_log == Path("/mnt/other/issued.log")
    assert settings.cors_origins == ("https://a.example", "https://b.example:8443")
    assert settings.limits == Limits(per_address="5/second")


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
                "TAQUILLA_HQ_DATABSE_URL": "typo",
            }
        )
    named = [problem.split(":")[0].removeprefix("TAQUILLA_HQ_") for problem in raised.value.problems]
    assert sorted(named) == sorted(
        ["SECRET", "DATABASE_URL", "PORT", "CONNECTIONS", "LOG_LEVEL", "CORS_ORIGINS", "LIMIT_PER_TOKEN", "DATABSE_URL"]
    )


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
