"""Days of sales, faults of every kind, healing, and then every invariant holds: the second quarter of the seeds."""

import pytest

from tests.world.conftest import RunWorld
from tests.world.seeds import PARTS

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]


_UNEXPLAINED = pytest.mark.xfail(strict=True, reason="seed 28: the cash that a shift expected differs from its rows")
"""An open fault: `make world SEED=28` shows it."""


@pytest.mark.parametrize("seed", [pytest.param(s, marks=_UNEXPLAINED) if s == 28 else s for s in PARTS[1]])
def test_after_healing_every_invariant_holds(run_world: RunWorld, seed: int) -> None:
    findings = run_world(seed).findings
    assert findings == (), f"replay with: make world SEED={seed}"
