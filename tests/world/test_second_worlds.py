"""Days of sales, faults of every kind, healing, and then every invariant holds: the second quarter of the seeds."""

import pytest

from tests.world.conftest import RunWorld
from tests.world.seeds import PARTS

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]


@pytest.mark.parametrize("seed", PARTS[1])
def test_after_healing_every_invariant_holds(run_world: RunWorld, seed: int) -> None:
    findings = run_world(seed).findings
    assert findings == (), f"replay with: make world SEED={seed}"
