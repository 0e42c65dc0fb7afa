"""Commands of `taquilla-hq` that check and close the books."""

import argparse
from collections.abc import Iterator

from domain.formats import ES_VE
from hq.books import books
from hq.books.apart import Apart, kept_apart
from hq.books.check import Report, check
from hq.books.partition import Partition
from hq.books.performance_sales import sales_by_station
from hq.findings import sentence
from hq.forms import described
from hq.office import Office
from hq.outcome import OK, WRONG, Outcome, listed
from hq.people import tenants
from hq.people.accounts import Author
from resources.texts import text


def check_books(office: Office, _options: argparse.Namespace) -> Outcome:
    """Check the books of every tenant."""
    known = tenants.every(office)
    if not known:  # otherwise a wrong folder or URL would always report ok
        return Outcome([text("hq_check.none")], exit_code=WRONG)
    reports = {tenant.slug: check(office, tenant.id) for tenant in known}
    lines = [f"{slug}: {line}" for slug, report in reports.items() for line in _lines(report)]
    if all(report.ok for report in reports.values()):
        return Outcome([*lines, text("hq_check.ok")], exit_code=OK)
    return Outcome([*lines, text("hq_check.wrong")], exit_code=WRONG)


def list_apart(office: Office, by: Author, _options: argparse.Namespace) -> Outcome:
    """List what HQ keeps apart: branches of a store's chain, and entries that it refused."""
    parts = office.reports.read(by.tenant_id, lambda tx: kept_apart(tx, by.tenant_id)).content
    return Outcome([_apart(part) for part in parts] or [text("hq.none")])


def close_books(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """Close the books of every day up to this one."""
    with office.database.tenant(by.tenant_id) as tx:
        books.close(tx, office, by, options.day)
    return Outcome([text("hq.closed", day=str(options.day))])


def list_performance_sales(office: Office, by: Author, options: argparse.Namespace) -> Outcome:
    """List what became of the tickets of a performance at every station."""
    with office.database.tenant(by.tenant_id) as tx:
        stations = sales_by_station(tx, by.tenant_id, options.performance)
    return listed(
        "station sales sold refunded revoked amended live given_back",
        [
            (
                one.name, one.sales, one.sold, one.refunded, one.revoked, one.amended, one.live,
                " + ".join(ES_VE.money(amount) for amount in one.given_back),
            )
            for one in stations
        ],
    )  # fmt: skip


def _lines(report: Report) -> Iterator[str]:
    for partition in report.partitions:
        counts = _counts(partition)
        yield text("hq_check.series", series=partition.series, next_free=partition.next_free, counts=counts)
        yield from map(sentence, partition.unexplained)
    yield from map(described.line, report.forms)
    yield text("hq_check.entries", entries=report.entries, acts=report.acts, waiting=report.waiting)
    numbers = report.documents
    yield text("hq_check.documents", journals=numbers.in_journals, books=numbers.in_books, apart=numbers.apart)
    yield from map(_apart, report.apart)
    yield from map(sentence, report.findings)
    if report.behind_s:
        yield text("hq_check.behind", seconds=f"{report.behind_s:.1f}")


def _apart(part: Apart) -> str:
    return text(
        f"hq_check.apart_{part.cause}",
        station=part.station,
        epoch=part.epoch,
        first=part.first,
        last=part.last,
        entries=part.entries,
        documents=part.documents,
        amount=ES_VE.money(part.amount),
    )


def _counts(partition: Partition) -> str:
    counts = text(
        "hq_check.counts",
        issued=partition.issued,
        late=partition.late,
        void=partition.void,
        returned=partition.returned,
        held=partition.held,
    )
    return counts if partition.whole else text("hq_check.not_whole", counts=counts)
