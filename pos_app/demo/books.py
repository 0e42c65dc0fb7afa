"""The end of the second act: both Z reports beside HQ's sums, and the checks of both stores and of HQ's books."""

from collections.abc import Sequence

from domain.money.money import Currency, Money
from domain.till.till_report import TillReport
from pos_app.demo.auditor import audited, holds
from pos_app.demo.office_staff import Amount, Consolidation, Share
from pos_app.demo.souvenirs import keep_papers
from pos_app.demo.stage import Stage, narrate
from pos_app.services.proof.verify import verify
from pos_app.ui import wording

_OK = "check: ok"


def close(stage: Stage) -> bool:
    """Take both Zs, print HQ's sums and check everything; returns whether every sum and check holds."""
    reports = {}
    for no, station in enumerate((stage.one, stage.two), start=1):
        report = station.close_day()
        reports[f"Taquilla {no}"] = report
        narrate("z", station=f"Taquilla {no}", number=report.number, quantity=report.totals.perpetual.documents,
            amount=wording.money(report.totals.perpetual.sales))  # fmt: skip
        station.sync()
        keep_papers(station.station, station.printer, stage.out / f"papers-{no}")
    equal = _print_sums(stage.staff.consolidation(), reports)
    verdicts = [verify(station.station) for station in (stage.one, stage.two)]
    checked = stage.office.command("check")
    stations = enumerate((stage.one, stage.two), start=1)
    answers = [audited(station.station, stage.out / f"evidence-{no}") for no, station in stations]
    narrate("kept", folder=str(stage.out))
    print("\n".join(filter(None, answers)), flush=True)  # noqa: T201  # the same
    for no, verdict in enumerate(verdicts, start=1):
        result = "ok" if verdict.finding is None else f"{verdict.finding.flaw} · {verdict.finding.record}"
        print(f"verify Taquilla {no}: {result}", flush=True)  # noqa: T201  # this is what the demo is for
    print(checked, end="", flush=True)  # noqa: T201  # the same
    sound = all(verdict.ok for verdict in verdicts) and all(map(holds, answers))
    return equal and sound and checked.endswith(f"{_OK}\n")


def _print_sums(consolidation: Consolidation, reports: dict[str, TillReport]) -> bool:
    """Print HQ's sums by station beside each Z, then by cashier, method and zone; returns whether they equal the Zs."""
    zs = {name: report.totals.perpetual.sales for name, report in reports.items()}
    same = {share.name: _money(share.amount) for share in consolidation.stations} == zs
    for share in consolidation.stations:
        narrate("by_station", name=share.name, quantity=share.count, amount=_amount(share.amount),
            z=wording.money(zs[share.name]))  # fmt: skip
    groups: Sequence[tuple[str, Sequence[Share]]] = (
        ("by_cashier", consolidation.cashiers), ("by_method", consolidation.methods), ("by_zone", consolidation.zones),
    )  # fmt: skip
    for step, shares in groups:
        for share in shares:
            name = wording.text(f"values.method.{share.name}") if step == "by_method" else share.name
            narrate(step, name=name, quantity=share.count, amount=_amount(share.amount))
    narrate("total" if same else "unequal", amount=_amount(consolidation.total))
    return same


def _money(amount: Amount) -> Money:
    return Money(amount.minor, Currency(amount.currency))


def _amount(amount: Amount) -> str:
    return wording.money(_money(amount))
