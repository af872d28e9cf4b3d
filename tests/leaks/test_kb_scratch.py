import pytest
from tests.leaks import harness, kb_channels
from tests.leaks.plants import PLANTS
pytestmark = pytest.mark.django_db
NAMES=["collection","step-by-step","part of","way through a step-by-step"]
@pytest.mark.parametrize("seed",[1,2])
@pytest.mark.parametrize("name",NAMES)
def test_ok(site,name,seed):
    t=harness.run(site,seed=seed,cases=15,only=name); print(t); assert t.allowed
@pytest.mark.parametrize("name",NAMES)
def test_plant(site,name):
    with PLANTS[name](), pytest.raises(harness.Leak, match=f"^{name}:"):
        harness.run(site, seed=7, cases=40, only=name)
@pytest.mark.parametrize("seed",[1,2])
def test_all_together(site, seed):
    print(harness.run(site, seed=seed, cases=25))
