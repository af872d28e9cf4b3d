"""F2: no result, count, list, link, file or error tells anybody of something they may not see."""

import pytest

from tests.leaks import changes_channels, changes_plants, harness, kb_channels, notices_channels, notices_plants  # noqa: F401
from tests.leaks.channels import CHANNELS
from tests.leaks.plants import PLANTS

pytestmark = pytest.mark.django_db

CASES_IN_ALL = 60
SEEDS = (1, 2, 3, 4)


@pytest.mark.access
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_leaks_and_nobody_misses_what_is_theirs(site, seed):
    tally = harness.run(site, seed=seed, cases=CASES_IN_ALL // len(SEEDS))
    assert tally.comparisons > 1_000
    assert tally.allowed > tally.comparisons / 20, "the harness must also look at things that people may see"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_nothing_leaks_in_a_long_run(site, seed):
    harness.run(site, seed=seed, cases=50)


def test_every_channel_has_a_planted_leak():
    assert set(PLANTS) == set(CHANNELS)


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_planted_leak_makes_the_harness_fail(site, name):
    with PLANTS[name](), pytest.raises(harness.Leak, match=f"^{name}:"):
        harness.run(site, seed=7, cases=40, only=name)
