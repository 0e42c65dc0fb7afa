"""What a run says: each mutant with its file, line, change and verdict, and the sums of each subject."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.answers import Answer
from tests.mutants.trying import Verdict

ANSWERED = "answered"


def write_report(path: Path, verdicts: Sequence[Verdict], answers: Sequence[Answer]) -> None:
    """Write all verdicts, the unanswered survivors first."""
    reasons = {answer.key: answer.reason for answer in answers}
    parts = (
        ("Unanswered survivors", unanswered(verdicts, answers)),
        ("Answered survivors", [one for one in verdicts if not one.is_killed and one.key in reasons]),
        ("Killed", [one for one in verdicts if one.is_killed]),
    )
    lines = [*sums(verdicts, answers)]
    for title, members in parts:
        lines += ["", f"{title}: {len(members)}", *(_line(one, reasons) for one in members)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def unanswered(verdicts: Iterable[Verdict], answers: Iterable[Answer]) -> list[Verdict]:
    """The survivors that no answer explains."""
    known = {answer.key for answer in answers}
    return [one for one in verdicts if not one.is_killed and one.key not in known]


def sums(verdicts: Sequence[Verdict], answers: Sequence[Answer]) -> list[str]:
    """A line for each subject and one for all."""
    subjects = list(dict.fromkeys(one.subject for one in verdicts))
    rows = [(subject, [one for one in verdicts if one.subject == subject]) for subject in subjects]
    return [_sum(name, members, answers) for name, members in [*rows, ("all", list(verdicts))]]


def _sum(name: str, members: Sequence[Verdict], answers: Sequence[Answer]) -> str:
    killed = sum(one.is_killed for one in members)
    open_ones = len(unanswered(members, answers))
    answered = len(members) - killed - open_ones
    return (
        f"{name:<10} {len(members):>4} mutants, {killed:>4} killed, {answered:>3} answered, {open_ones:>3} unanswered"
    )


def _line(verdict: Verdict, reasons: dict[tuple[str, str, str], str]) -> str:
    after = verdict.by or reasons.get(verdict.key, "")
    return (
        f"{verdict.file}:{verdict.line}  [{verdict.subject}, {verdict.kind}] {verdict.verdict}\n"
        f"    {verdict.text}\n    {verdict.change}" + (f"\n    {after}" if after else "")
    )
