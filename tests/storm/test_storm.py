"""A storm over real processes: HQ, PostgreSQL and stations are killed while the line fails; then the books hold."""

import pytest

from tests.storm.rough_line import Fate
from tests.storm.weather import short_folder, storm

SEED = 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_after_a_storm_hq_has_every_number_that_was_printed_once() -> None:
    with short_folder() as folder:
        outcome = storm(folder, SEED, sellers=2, acts_wanted=5)
        assert outcome.flaws == [], f"replay with: make storm SEED={SEED}; {outcome}; the logs are in {folder}"
    assert set(outcome.met) == set(Fate) - {Fate.CALM}
