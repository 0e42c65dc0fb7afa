"""Verify: entries edited and signed with the station's own key contradict each other."""

import json
from collections.abc import Callable

import pytest

from pos_app.services.proof.findings import Flaw
from pos_app.station import Station
from tests.pos_app.services.proof.tampering import flaw, forge_last


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda body: body.replace(b'"number":1,', b'"number":3,'), Flaw.Z_NUMBER_GAP),
        (lambda body: body.replace(b'"documents":2', b'"documents":3'), Flaw.PERPETUAL_MISMATCH),
        (lambda body: body.replace(b'"last_number":2', b'"last_number":9'), Flaw.Z_SUM_MISMATCH),
        (lambda body: body.replace(b'"head_seq":', b'"head_seq":1'), Flaw.CHAIN_BROKEN),
    ],
    ids=["its number", "its perpetual total", "its sums", "the head it seals"],
)
def test_a_z_edited_by_who_holds_the_key_contradicts_its_documents(
    full: Station, edit: Callable[[bytes], bytes], expected: Flaw
) -> None:
    forge_last(full, "report_taken/1", edit)
    assert (flaw(full) or ("", ""))[0] is expected


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            lambda body: body.replace(b'"total":{"currency":"VES","minor":', b'"total":{"currency":"VES","minor":1'),
            Flaw.TOTAL_MISMATCH,
        ),
        (lambda body: body.replace(b'"number":4,', b'"number":3,'), Flaw.NUMBER_TWICE),
        (lambda body: body.replace(b'"number":4,', b'"number":40,'), Flaw.NUMBER_OUTSIDE_BLOCK),
        (lambda body: body.replace(b'"number":4,', b'"number":6,'), Flaw.NUMBER_GAP),
        (lambda body: body.replace(b'"seat_id":10', b'"seat_id":40'), Flaw.SEAT_NOT_LEASED),
        (lambda body: body.replace(b'"seat_id":10', b'"seat_id":1'), Flaw.SEAT_TWICE),
    ],
    ids=["a total", "a number twice", "a number of nobody's", "a number skipped", "a seat of nobody's", "a seat twice"],
)
def test_a_sale_edited_by_who_holds_the_key_contradicts_itself(
    full: Station, edit: Callable[[bytes], bytes], expected: Flaw
) -> None:
    forge_last(full, "sale_recorded/1", edit)
    assert (flaw(full) or ("", ""))[0] is expected


def inside(*path: str | int) -> Callable[[bytes], bytes]:
    """An edit that adds one to a number inside an entry."""

    def edit(body: bytes) -> bytes:
        whole = json.loads(body)
        holder = whole["body"]
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] += 1
        return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    return edit


@pytest.mark.parametrize(
    "path",
    [
        ("sale", "payments", 0, "ves", "minor"),
        ("sale", "lines", 0, "total_ves", "minor"),
        ("document", "exempt", "minor"),
        ("document", "taxes", 0, "base", "minor"),
        ("document", "taxes", 0, "tax", "minor"),
        ("document", "igtf", "minor"),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_each_sum_of_a_sale_is_judged_by_itself(full: Station, path: tuple[str | int, ...]) -> None:
    name = forge_last(full, "sale_recorded/1", inside(*path))
    assert flaw(full) == (Flaw.TOTAL_MISMATCH, name)


@pytest.mark.parametrize(
    "path",
    [
        ("payments", 0, "ves", "minor"),
        ("payments", 0, "count"),
        ("change", 0, "amount", "minor"),
        ("series", 0, "total", "minor"),
        ("series", 0, "taxes", 0, "tax", "minor"),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_each_sum_of_a_z_is_judged_by_itself(full: Station, path: tuple[str | int, ...]) -> None:
    forge_last(full, "report_taken/1", inside("report", "totals", *path))
    finding = flaw(full)
    assert finding is not None
    assert finding[0] is Flaw.Z_SUM_MISMATCH
