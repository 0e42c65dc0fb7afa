"""Refusals as lines for a person at a terminal, in the language in use: what happened, and what to do next.

The API has one language (hq.sentences).
"""

from collections.abc import Mapping

from domain.errors import Refused, Unavailable
from hq.scaling.distribution import NotDistributable
from hq.sentences import sentence, values
from hq.settings import BadSettings, SettingProblem
from resources import texts
from resources.texts import text
from sync import setup
from sync.file_errors import FileFailed


def lines(error: Refused | Unavailable) -> list[str]:
    """The code with what happened and what to do, then what is wrong in detail, then the cause for support."""
    details: list[str] = []
    if isinstance(error, BadSettings):
        details = [_setting(problem) for problem in error.problems]
    if isinstance(error, setup.BadSetup):
        details = [setup.sentence(problem) for problem in error.problems]
    if isinstance(error, NotDistributable):
        details = [text(f"hq_distribute.rule.{one.rule}", table=one.table, by=one.by) for one in error.broken]
    if isinstance(error, Unavailable) and error.cause:
        details = [text("hq.cause", cause=error.cause)]
    return [f"{error.code}: {_words(error)}", *details]


def _setting(problem: SettingProblem) -> str:
    known = texts.catalogue(texts.chosen(), "hq_errors")
    words = _joined(known, f"{BadSettings.code}.{problem.flaw}", ("what", "todo"), problem.values)
    return f"{problem.setting}: {words}"


def _words(error: Refused | Unavailable) -> str:
    written = {name: _written(name, value) for name, value in values(error).items()}
    if isinstance(error, FileFailed | setup.BadSetup):  # the station has the same refusals
        shared = texts.catalogue(texts.chosen(), "errors")
        return _joined(shared, error.code, ("what", "safe", "todo"), written)
    known = texts.catalogue(texts.chosen(), "hq_errors")
    for key in (f"{error.code}.{type(error).__name__}", error.code):
        if f"{key}.what" in known:
            return _joined(known, key, ("what", "todo"), written)
    return sentence(error)


def _joined(known: Mapping[str, str], key: str, parts: tuple[str, ...], written: Mapping[str, str]) -> str:
    return " ".join(texts.filled(known[f"{key}.{part}"], written) for part in parts if known.get(f"{key}.{part}"))


def _written(name: str, value: object) -> str:
    if name == "status":
        return text(f"hq.status.{value}")
    return str(value)
