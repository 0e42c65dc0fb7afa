"""Days of sales, faults of every kind, healing, and then every invariant holds: the first quarter of the seeds."""

import pytest

from tests.world.conftest import Lives
from tests.world.seeds import PARTS

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]


@pytest.mark.parametrize("seed", PARTS[0])
def test_after_healing_every_invariant_holds(lives: Lives, seed: int) -> None:
    findings = lives(seed).findings
    assert findings == (), f"replay with: make world SEED={seed}"
