"""Proof of the harness: checkers see every deliberate defect, and report none where the code is sound."""

import pytest

from tests.world.defects import DEFECTS, HARMLESS, SCRIPTS, Defect
from tests.world.grounds import Grounds
from tests.world.scripts import Script
from tests.world.story import findings_with, run_script

pytestmark = [pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(300)]


def name_of(defect: Defect) -> str:
    return defect.name


@pytest.mark.parametrize("defect", DEFECTS, ids=name_of)
def test_a_deliberate_defect_is_seen_in_one_of_its_worlds(grounds: Grounds, defect: Defect) -> None:
    assert any(any(map(defect.explains, findings_with(grounds, seed, defect))) for seed in defect.setting.seeds)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.__name__)
def test_a_story_ends_well_where_nothing_is_wrong(grounds: Grounds, script: Script) -> None:
    assert run_script(grounds, script).findings == ()


@pytest.mark.parametrize("other", HARMLESS, ids=name_of)
def test_what_sound_stations_bear_is_no_defect(grounds: Grounds, other: Defect) -> None:
    findings = [finding for seed in other.setting.seeds for finding in findings_with(grounds, seed, other)]
    assert [finding for finding in findings if not (other.symptoms and other.explains(finding))] == []
