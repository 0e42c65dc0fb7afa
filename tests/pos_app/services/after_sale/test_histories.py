"""Whatever happens to tickets: one live code each, none that came back, places and money as the documents say."""

from random import Random

import pytest

from pos_app.services.proof.verify import verify
from pos_app.station import Station
from tests.pos_app.services.after_sale.histories import History

_ACTS = 40


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_codes_places_and_money_agree(till: Station, seed: int) -> None:
    history = History(till, Random(seed))  # noqa: S311  # a seed, not a secret
    for _ in range(_ACTS):
        history.act()
        history.check()
    assert history.refusals < _ACTS - 10
    assert verify(till).ok
