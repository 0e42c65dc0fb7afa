"""The subjects under which the tables are published, in reading order. A new table needs a place here."""

from dataclasses import dataclass

from sqlalchemy import Table


@dataclass(frozen=True, slots=True)
class Subject:
    """A panel of the picture and a group of the DBML: parents before the tables that refer to them."""

    title: str
    sentence: str
    tables: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.title.lower().replace(" ", "_")


SUBJECTS = (
    Subject(
        "Venues and events",
        "What is for sale, where and at which price. HQ publishes it; a station only reads it.",
        (
            *("venue", "event", "performance", "withheld_seat", "section", "zone", "zone_section", "seat"),
            *("price_stage", "ticket_type", "place_modifier", "suspension", "decided_suspension"),
        ),
    ),
    Subject(
        "Set up",
        "Stations, cashiers, taxes, exchange rates and series of documents. HQ publishes them, but for typed rates.",
        (
            *("station", "series", "cashier", "tax_rate", "exchange_rate", "entered_rate", "tenant", "hq_key"),
            *("hq_incarnation", "identity", "station_key"),
        ),
    ),
    Subject(
        "Access",
        "HQ's staff accounts, and the enrolled lives of each station with their codes and tokens.",
        ("staff_account", "refresh_token", "station_life", "station_epoch", "enrolment_code", "challenge"),
    ),
    Subject(
        "Till",
        "Shifts, the money in the drawer, and the X and Z reports.",
        (
            "shift",
            "shift_float",
            "cash_movement",
            "till_excess",
            "shift_count",
            "shift_difference",
            "till_report",
            "sign_in_guard",
        ),
    ),
    Subject(
        "Sales and documents",
        "What was sold, how it was paid, and the fiscal documents and papers that came of it.",
        (
            *("sale", "fiscal_document", "document_tax", "ticket", "payment", "change_given", "reprint", "paper"),
            *("sold_seat", "zone_sold", "cart_void", "kept_cart", "payment_reference", "print_job", "sold_elsewhere"),
            "customer_part",
            "zone_at_hq",
            "sold_turn",
            "used_reference",
            *("refund", "refunded_ticket", "money_back", "ticket_holder", "organiser_gift", "gift_ticket"),
            "refund_right_move",
            *("hold", "held_place"),
        ),
    ),
    Subject(
        "Customers",
        "The registry of customers: edits of every station and HQ, what they make together, and how it is searched.",
        (
            "customer_edit",
            "customer",
            "customer_pair",
            "customer_feed",
            "known_customer",
            "customer_word",
            "customer_cursor",
        ),
    ),
    Subject(
        "Rights",
        "Numbers, seats and places that HQ grants to a station, and what came back of them.",
        (
            *("form_lot", "number_block", "seat_lease", "allotment", "asked_right", "grant_issued", "number_right"),
            *("seat_right", "place_right", "number_series", "issued_number", "void_range", "place_pool", "issue_log"),
            *("turn_right", "turn_lease", "form_run", "spoiled_form", "recall", "recalled_right", "handed_entry"),
            *("lent_refund", "wanted_refund"),
        ),
    ),
    Subject(
        "Conflicts",
        "Conflict cases: facts that are valid one by one and exclude each other, and how each case was settled.",
        (
            *("conflict_case", "settled_case", "replaced_ticket", "dispute", "conflict_claim", "conflict_resolution"),
            *("conflict_history",),
        ),
    ),
    Subject(
        "Journal and feed",
        "The signed facts sent to HQ, the catalogue sent to stations, and the positions that each side has received.",
        (
            *(
                "journal",
                "hq_link",
                "acknowledged",
                "countersigned_head",
                "hq_receipt",
                "fact_subject",
                "entry_receipt",
                "snapshot_piece",
                "signed_catalogue",
                "catalogue_version",
                "fence",
                "backup_state",
            ),
            *("witness_doubt", "clock_acceptance", "hq_journal", "entry_state", "quarantine", "feed", "feed_change"),
            *("edition", "past_row", "known_time"),
            *("snapshot", "snapshot_chunk"),
        ),
    ),
)


class NoSubject(ValueError):
    """A table is in no subject, or in two, or a subject names a table that does not exist."""


def by_subject(tables: tuple[Table, ...]) -> list[tuple[Subject, list[Table]]]:
    """The tables of one database under their subjects. Raises NoSubject."""
    named = {table.name: table for table in tables}
    listed = [name for subject in SUBJECTS for name in subject.tables if name in named]
    if sorted(listed) != sorted(named):
        raise NoSubject(sorted(set(named) ^ set(listed)) or listed)
    groups = [(subject, [named[name] for name in subject.tables if name in named]) for subject in SUBJECTS]
    return [(subject, present) for subject, present in groups if present]


def check_names(every_table: frozenset[str]) -> None:
    """Raises NoSubject when a subject names a table that no database has."""
    unknown = {name for subject in SUBJECTS for name in subject.tables} - every_table
    if unknown:
        raise NoSubject(sorted(unknown))
