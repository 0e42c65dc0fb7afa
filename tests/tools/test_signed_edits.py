"""Edits that the station signed again with its own key: each flaw is named with the first record that has it."""

import json
from collections.abc import Callable

import pytest

from tests.tools.bundles import Bundle, Json, verdict


def minor(amount: Json, by: int) -> None:
    amount["minor"] += by


def lower_tax(entry: Json) -> None:
    """One céntimo of tax moves into the base: everything still adds up."""
    for taxes in (entry["body"]["document"]["taxes"], entry["body"]["sale"]["taxes"]["lines"]):
        minor(taxes[0]["tax"], -1)
        minor(taxes[0]["base"], 1)


def raise_unit(entry: Json) -> None:
    line = entry["body"]["sale"]["lines"][0]
    minor(line["unit_ves"], 1)
    minor(line["total_ves"], line["quantity"])


def drop_ticket(entry: Json) -> None:
    entry["body"]["sale"]["tickets"].pop()


def hide_igtf(entry: Json) -> None:
    """The dollars of the customer were not in the drawer: no IGTF."""
    for record in (entry["body"]["document"], entry["body"]["sale"]):
        record["igtf_base"]["minor"] = record["igtf"]["minor"] = 0


def keep_change(entry: Json) -> None:
    minor(entry["body"]["sale"]["change"][0]["ves"], -100)


def boundless_rate(entry: Json) -> None:
    """A rate that would take all memory to compute with."""
    entry["body"]["document"]["taxes"][0]["rate"] = "1E+999999999"


def no_lines(entry: Json) -> None:
    del entry["body"]["sale"]["lines"]


def paid_by_another_note(entry: Json) -> None:
    entry["body"]["sale"]["payments"][0]["references"]["reference"] = "NCA-00000001"


def lower_total(entry: Json) -> None:
    minor(entry["body"]["document"]["total"], -100)


def more_given_back(entry: Json) -> None:
    minor(entry["body"]["refund"]["given_back"][0]["ves"], 1)


def note_takes_tax(entry: Json) -> None:
    taxes = entry["body"]["document"]["taxes"][0]
    minor(taxes["tax"], 1)
    minor(taxes["base"], -1)


def other_invoice(entry: Json) -> None:
    minor(entry["body"]["refund"]["invoice"]["total"], 100)


def earlier(entry: Json) -> None:
    entry["at"] = entry["body"]["document"]["issued_at"] = entry["body"]["sale"]["sold_at"] = "2026-01-01T12:00:00Z"


def at_another_time(entry: Json) -> None:
    entry["at"] = "2027-01-01T12:00:00Z"


def skip_number(entry: Json) -> None:
    entry["body"]["document"]["number"] += 1


def number_of_nobody(entry: Json) -> None:
    entry["body"]["document"]["number"] = 99_000_000


def other_control(entry: Json) -> None:
    entry["body"]["document"]["control_number"] = "00-00009999"


def lower_z(entry: Json) -> None:
    minor(entry["body"]["report"]["totals"]["series"][0]["total"], -1)


def lower_z_payments(entry: Json) -> None:
    minor(entry["body"]["report"]["totals"]["payments"][0]["ves"], -1)


def lower_z_notes(entry: Json) -> None:
    minor(entry["body"]["notes"]["classes"][0]["series"][0]["total"], -1)


def lower_perpetual(entry: Json) -> None:
    minor(entry["body"]["report"]["totals"]["perpetual"]["sales"], -1)


def lower_perpetual_of_notes(entry: Json) -> None:
    minor(entry["body"]["notes"]["classes"][0]["perpetual"]["iva"], -1)


def netted_perpetual(entry: Json) -> None:
    """Credit notes taken off the perpetual total of invoices."""
    notes = entry["body"]["notes"]["classes"][0]["perpetual"]["sales"]["minor"]
    minor(entry["body"]["report"]["totals"]["perpetual"]["sales"], -notes)


def skip_z(entry: Json) -> None:
    entry["body"]["report"]["number"] += 1


def other_day(entry: Json) -> None:
    entry["body"]["report"]["business_date"] = "2026-11-20"


def no_rates(entry: Json) -> None:
    entry["body"]["report"]["totals"]["rates"] = []


def earlier_report(entry: Json) -> None:
    entry["at"] = entry["body"]["report"]["taken_at"] = "2026-11-21T14:00:00Z"


def more_of_a_line(entry: Json) -> None:
    entry["body"]["refund"]["lines"][0]["quantity"] += 1


def paper_of_nobody(entry: Json) -> None:
    entry["body"]["document_id"] = "00000000-0000-0000-0000-00000000beef"


def copy_without_copies(entry: Json) -> None:
    entry["body"]["copy_no"] = 3


SIGNED = [
    ("sale_recorded", 1, lower_tax, "total_mismatch"),
    ("sale_recorded", 1, raise_unit, "total_mismatch"),
    ("sale_recorded", 0, drop_ticket, "total_mismatch"),
    ("sale_recorded", 1, hide_igtf, "total_mismatch"),
    ("sale_recorded", 1, keep_change, "total_mismatch"),
    ("sale_recorded", 0, lower_total, "total_mismatch"),
    ("tickets_refunded", 1, more_given_back, "total_mismatch"),
    ("tickets_refunded", 2, note_takes_tax, "total_mismatch"),
    ("tickets_refunded", 0, other_invoice, "total_mismatch"),
    ("sale_recorded", -4, paid_by_another_note, "total_mismatch"),
    ("sale_recorded", 0, boundless_rate, "bad_hash"),
    ("sale_recorded", 0, no_lines, "bad_hash"),
    ("sale_recorded", 2, earlier, "clock_back"),
    ("sale_recorded", 2, at_another_time, "clock_back"),
    ("sale_recorded", 0, skip_number, "number_gap"),
    ("sale_recorded", 3, number_of_nobody, "number_outside_block"),
    ("sale_recorded", 3, other_control, "number_outside_block"),
    ("report_taken", -1, lower_z, "Z_sum_mismatch"),
    ("report_taken", 0, lower_z_payments, "Z_sum_mismatch"),
    ("report_taken", -1, lower_z_notes, "Z_sum_mismatch"),
    ("report_taken", -1, lower_perpetual, "gt_mismatch"),
    ("report_taken", -1, lower_perpetual_of_notes, "gt_mismatch"),
    ("report_taken", -1, netted_perpetual, "gt_mismatch"),
    ("report_taken", -1, skip_z, "gap"),
    ("report_taken", -1, other_day, "Z_sum_mismatch"),
    ("report_taken", 0, no_rates, "Z_sum_mismatch"),
    ("report_taken", -1, earlier_report, "clock_back"),
    ("tickets_refunded", 0, more_of_a_line, "total_mismatch"),
    ("document_reprinted", -1, paper_of_nobody, "print_without_record"),
    ("document_reprinted", -1, copy_without_copies, "print_without_record"),
    ("paper_settled", 2, paper_of_nobody, "print_without_record"),
]


@pytest.mark.parametrize(("kind", "which", "edit", "flaw"), SIGNED, ids=lambda value: getattr(value, "__name__", None))
def test_an_edit_that_the_station_signed_is_named(
    bundle: Bundle, kind: str, which: int, edit: Callable[[Json], None], flaw: str
) -> None:
    place = bundle.forge(bundle.place_of(kind, which), edit)
    answer = verdict(bundle.folder)
    assert (answer.code, answer.flaw, answer.record.split()[0]) == (1, flaw, place)


def test_a_sale_left_out_of_a_chain_signed_again_leaves_its_number(bundle: Bundle) -> None:
    lines, at = bundle.lines(), bundle.place_of("sale_recorded", 0)
    bundle.put([*lines[:at], *lines[at + 1 :]])
    bundle.sign_again()
    assert verdict(bundle.folder).flaw == "number_gap"


def test_numbers_that_hq_did_not_grant_are_of_no_block(bundle: Bundle) -> None:
    bundle.know_hq()
    assert verdict(bundle.folder).flaw == "ok"

    def more(entry: Json) -> None:
        entry["body"]["grant"]["last"] += 1000

    place = bundle.forge(bundle.place_of("numbers_accepted", 0), more)
    answer = verdict(bundle.folder)
    assert (answer.flaw, answer.record) == ("number_outside_block", place)


def test_the_rest_of_a_block_is_not_skipped(bundle: Bundle) -> None:
    """The small set-up gives two blocks of one series: the first number of the second one is taken too early."""
    accepted = [json.loads(line["body"])["body"] for line in bundle.lines() if "numbers_accepted/1" in line["body"]]
    second = accepted[1]["grant"]

    def take(entry: Json) -> None:
        entry["body"]["document"].update(number=second["first"], control_number=second["first_control"])

    place = bundle.forge(bundle.place_of("sale_recorded", 3), take)
    answer = verdict(bundle.folder)
    assert (answer.flaw, answer.record.split()[0]) == ("number_gap", place)


def test_a_sale_recorded_twice_is_a_duplicate(bundle: Bundle) -> None:
    lines, at = bundle.lines(), bundle.place_of("sale_recorded", 0)
    bundle.put([*lines[: at + 1], *lines[at:]])
    bundle.sign_again()
    assert verdict(bundle.folder).flaw == "duplicate"


def test_a_ticket_given_back_twice_is_a_duplicate(bundle: Bundle) -> None:
    lines = bundle.lines()
    first = json.loads(lines[bundle.place_of("tickets_refunded", 1)]["body"])["body"]["refund"]["tickets"][0]

    def again(entry: Json) -> None:
        entry["body"]["refund"]["tickets"][0] = first

    bundle.forge(bundle.place_of("tickets_refunded", 2), again)
    assert verdict(bundle.folder).flaw == "duplicate"
