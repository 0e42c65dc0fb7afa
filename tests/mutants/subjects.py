"""What is mutated, by subject, and the tests that should see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """Files and folders of one subject: the code that is changed, and the tests of which one must fail for it."""

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]


SUBJECTS = (
    Subject(
        "money",
        (
            *("domain/money", "domain/payments", "domain/sale", "domain/till", "domain/proof/derivation.py"),
            *("domain/catalogue/pricing.py", "pos_app/services/selling/checkout.py"),
            *("pos_app/services/selling/type_prices.py", "pos_app/services/till"),
        ),
        (
            *("tests/domain", "tests/pos_app/services/selling", "tests/pos_app/services/till"),
            *("tests/hq/conflicts/test_derived_figures.py", "tests/pos_app/services/proof/test_verify.py"),
            "tests/pos_app/services/proof/test_verify_sums.py",
        ),
    ),
    Subject(
        "numbers",
        (
            *("domain/fiscal", "hq/forms", "hq/rights/blocks.py", "hq/rights/rows/number_rights.py"),
            *("hq/storage/issue_log.py", "hq/books/partition.py", "hq/books/rows/partition.py"),
            *("hq/books/forms_check.py", "hq/books/documents_check.py", "hq/books/rows/controls.py"),
            *("hq/journals/issued.py", "pos_app/storage/catalogue/numbers.py"),
            *("pos_app/services/proof/controls_check.py", "pos_app/services/proof/ids_check.py"),
        ),
        (
            *("tests/domain/fiscal", "tests/hq/forms", "tests/hq/books", "tests/hq/rights", "tests/hq/recovery"),
            *(
                *("tests/hq/web/test_blocks_and_books.py", "tests/pos_app/services/hq/test_connection.py"),
                "tests/hq/web/test_forms.py",
                "tests/pos_app/with_hq/test_forms.py",
            ),
            *("tests/pos_app/services/proof/test_controls.py", "tests/pos_app/services/proof/test_ids_check.py"),
            *("tests/pos_app/services/documents/test_documents.py", "tests/pos_app/services/rights"),
            "tests/hq/conflicts",
        ),
    ),
    Subject(
        "seats",
        (
            *("domain/catalogue/seats.py", "domain/catalogue/seat_rows.py", "domain/catalogue/typed_seats.py"),
            *("domain/conflicts/policy/seat_twice.py", "domain/conflicts/policy/over_capacity.py"),
            *("hq/rights/rows/seat_rights.py", "hq/rights/rows/place_rights.py", "hq/conflicts/contested_seats.py"),
            *("pos_app/seat_plan.py", "pos_app/services/selling/choosing.py"),
            *("pos_app/services/selling/group_seats.py", "pos_app/services/selling/seat_maps.py"),
            *("pos_app/services/selling/seat_states.py", "pos_app/storage/catalogue/seats.py"),
            "pos_app/storage/catalogue/zones.py",
        ),
        (
            *("tests/domain/catalogue", "tests/domain/conflicts", "tests/pos_app/test_seat_plan.py"),
            *("tests/pos_app/services/selling", "tests/hq/rights", "tests/hq/conflicts"),
            *("tests/pos_app/ui/seat_map/test_presenter.py", "tests/pos_app/with_hq/test_seat_map.py"),
            *("tests/pos_app/with_hq/test_silent_hq_on_the_map.py", "tests/pos_app/with_hq/test_asking.py"),
            *("tests/hq/recovery", "tests/pos_app/with_hq/test_supply.py"),
        ),
    ),
    Subject(
        "rights",
        (
            *("domain/rights.py", "hq/rights", "hq/conflicts/rights_not_held.py", "pos_app/services/rights"),
            *("pos_app/storage/catalogue/rights.py", "pos_app/storage/catalogue/asked_rights.py"),
            *("pos_app/storage/catalogue/turns.py", "pos_app/services/proof/rights_check.py"),
            "pos_app/services/proof/turns_check.py",
        ),
        (
            *("tests/domain/test_rights.py", "tests/hq/rights", "tests/hq/conflicts", "tests/pos_app/services/rights"),
            *("tests/pos_app/services/proof/test_rights_check.py", "tests/pos_app/services/proof/test_turns.py"),
            *("tests/pos_app/with_hq/test_asking.py", "tests/pos_app/with_hq/test_supply.py"),
            *("tests/hq/setup", "tests/hq/web/test_stations.py", "tests/hq/recovery"),
            "tests/hq/web/test_blocks_and_books.py",
        ),
    ),
    Subject(
        "sync",
        (
            *("sync/journal.py", "sync/facts", "sync/line", "sync/tables", "hq/intake", "hq/journals"),
            *(
                "pos_app/services/hq/sending.py",
                "pos_app/services/hq/new_life.py",
                "pos_app/services/hq/own_journal.py",
            ),
            *("pos_app/services/hq/sync_round.py", "pos_app/storage/store/sync_state.py"),
        ),
        (
            *("tests/sync/line", "tests/sync/tables", "tests/sync/test_facts.py", "tests/sync/test_journal.py"),
            *("tests/sync/test_recording.py", "tests/hq/intake", "tests/hq/live", "tests/pos_app/services/hq"),
            *("tests/pos_app/with_hq/test_rounds.py", "tests/pos_app/with_hq/test_new_life.py"),
            *("tests/pos_app/with_hq/test_closed_line.py", "tests/pos_app/with_hq/test_cut_network.py"),
            *("tests/pos_app/with_hq/test_real_line.py", "tests/pos_app/with_hq/test_catalogue_feed.py"),
            *("tests/pos_app/with_hq/test_listening.py", "tests/hq/web/test_bad_pushes.py"),
            *("tests/hq/rights/test_grants.py", "tests/hq/web/test_large_pushes.py"),
            *("tests/hq/conflicts/test_contradictions.py", "tests/test_migrations.py"),
        ),
    ),
    Subject(
        "printing",
        (
            *("printing", "pos_app/services/documents", "pos_app/storage/sales/print_jobs.py"),
            "pos_app/storage/sales/document_rows.py",
        ),
        ("tests/printing", "tests/pos_app/services/documents", "tests/pos_app/services/conflicts"),
    ),
    Subject(
        "tenancy",
        (
            *("hq/storage/database.py", "hq/storage/guards.py", "hq/storage/ledger.py", "hq/people/tenants.py"),
            *("hq/people/callers.py", "hq/people/permissions.py", "hq/people/rows.py", "hq/setup/organisations.py"),
            *("hq/setup/retiring.py", "hq/setup/rows.py", "hq/stations", "hq/signing.py", "hq/books/look_ups.py"),
            *("hq/books/records.py", "hq/books/rows/records.py", "hq/books/rows/tickets.py", "hq/web/paging.py"),
        ),
        (
            *("tests/hq/web/test_tenancy.py", "tests/hq/web/test_stations.py", "tests/hq/web/test_records.py"),
            *("tests/hq/web/test_pages.py", "tests/hq/setup", "tests/hq/stations", "tests/hq/storage"),
            *(
                "tests/hq/test_office.py",
                "tests/hq/test_rows.py",
                "tests/hq/test_station_commands.py",
                "tests/hq/people",
            ),
            *("tests/hq/recovery", "tests/hq/web/test_rates.py", "tests/test_migrations.py"),
        ),
    ),
    Subject(
        "sign-in",
        (
            *("hq/people/sign_in.py", "hq/people/tokens.py", "hq/people/accounts.py", "hq/people/passwords.py"),
            *("hq/people/password_lane.py", "hq/people/tries.py", "hq/people/ended.py", "hq/people/routes"),
            *("hq/web/rates.py", "domain/people/staff.py", "pos_app/services/people", "pos_app/storage/people"),
        ),
        (
            *("tests/domain/people", "tests/pos_app/services/people", "tests/hq/people", "tests/hq/web/test_rates.py"),
            *("tests/hq/stations/test_station_tokens.py", "tests/pos_app/services/proof/test_schema_and_people.py"),
            "tests/hq/web/test_pages.py",
        ),
    ),
)
