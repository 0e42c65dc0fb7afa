"""The harness proves itself: what is wrong on purpose is seen, and what sound stations bear is no defect."""

import pytest

from tests.world.defects import DEFECTS, HARMLESS, SCRIPTS, Defect
from tests.world.grounds import Grounds
from tests.world.scripts import Script
from tests.world.story import play, seen

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]


def name_of(defect: Defect) -> str:
    return defect.name


@pytest.mark.parametrize("defect", DEFECTS, ids=name_of)
def test_a_deliberate_defect_is_seen_in_one_of_its_worlds(grounds: Grounds, defect: Defect) -> None:
    assert any(any(map(defect.explains, seen(grounds, seed, defect))) for seed in defect.where.seeds)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
def test_a_story_ends_well_where_nothing_is_wrong(grounds: Grounds, script: Script) -> None:
    assert play(grounds, script).findings == ()


@pytest.mark.parametrize("other", HARMLESS, ids=name_of)
def test_what_sound_stations_bear_is_no_defect(grounds: Grounds, other: Defect) -> None:
    found = [each for seed in other.where.seeds for each in seen(grounds, seed, other)]
    assert [each for each in found if not (other.shows and other.explains(each))] == []
