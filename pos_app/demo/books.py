"""The end of the second act: both Zs, HQ's sums beside them, and whether every book holds."""

from collections.abc import Sequence

from domain.money.money import Currency, Money
from domain.till.till_report import TillReport
from pos_app.demo.office_staff import Amount, Consolidation, Share
from pos_app.demo.souvenirs import keep_papers
from pos_app.demo.stage import Stage, narrate
from pos_app.services.proof.verify import verify
from pos_app.ui import wording

_OK = "check: ok"


def close(stage: Stage) -> bool:
    """Take both Zs, print HQ's sums, and check; says whether everything holds."""
    reports = {}
    for no, counter in enumerate((stage.one, stage.two), start=1):
        report = counter.close_day()
        reports[f"Taquilla {no}"] = report
        narrate("z", station=f"Taquilla {no}", number=report.number, quantity=report.totals.perpetual.documents,
            amount=wording.money(report.totals.perpetual.sales))  # fmt: skip
        counter.sync()
        keep_papers(counter.station, counter.printer, stage.out / f"papers-{no}")
    found = stage.staff.consolidation()
    equal = _tell(found, reports)
    verdicts = [verify(counter.station) for counter in (stage.one, stage.two)]
    checked = stage.office.command("check")
    narrate("kept", folder=str(stage.out))
    for no, verdict in enumerate(verdicts, start=1):
        found_there = "ok" if verdict.finding is None else f"{verdict.finding.flaw} · {verdict.finding.record}"
        print(f"verify Taquilla {no}: {found_there}", flush=True)  # noqa: T201  # this is what the demo is for
    print(checked, end="", flush=True)  # noqa: T201  # the same
    return equal and all(verdict.ok for verdict in verdicts) and checked.endswith(f"{_OK}\n")


def _tell(found: Consolidation, reports: dict[str, TillReport]) -> bool:
    """HQ's sums, by what they are made of; beside each station's, its Z. Says whether these are the same."""
    zs = {name: report.totals.perpetual.sales for name, report in reports.items()}
    same = {share.name: _money(share.amount) for share in found.stations} == zs
    for share in found.stations:
        narrate("by_station", name=share.name, quantity=share.count, amount=_said(share.amount),
            z=wording.money(zs[share.name]))  # fmt: skip
    groups: Sequence[tuple[str, Sequence[Share]]] = (
        ("by_cashier", found.cashiers), ("by_method", found.methods), ("by_zone", found.zones),
    )  # fmt: skip
    for step, shares in groups:
        for share in shares:
            name = wording.text(f"values.method.{share.name}") if step == "by_method" else share.name
            narrate(step, name=name, quantity=share.count, amount=_said(share.amount))
    narrate("total" if same else "unequal", amount=_said(found.total))
    return same


def _money(amount: Amount) -> Money:
    return Money(amount.minor, Currency(amount.currency))


def _said(amount: Amount) -> str:
    return wording.money(_money(amount))
