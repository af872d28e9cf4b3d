"""P2: whatever its steps list, and whatever of it a reader may see, the way through a step-by-step leaves no step out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.collections.reading import Chosen, _around, _way
from kb.collections.tests.walking import visited
from search.models import Entry

ADDRESS = "/collections/task/"
KEYS = [f"guidance:{n}" for n in range(6)]
STEPS = st.lists(st.lists(st.sampled_from(KEYS), unique=True, max_size=4).map(tuple), min_size=1, max_size=7)
PROFILE = settings(derandomize=True, database=None, deadline=None, max_examples=300)


def built(steps, seen):
    """The steps as they are stored, the pages that a reader may see, and both as that reader is shown them."""
    chosen = [Chosen(f"b-{n}", f"Do {n}", keys) for n, keys in enumerate(steps)]
    entries = {key: Entry(key=key, title=key, address=f"/{key}/") for key in seen}
    shown = [(f"{ADDRESS}#b-{n}", [f"/{key}/" for key in keys if key in seen]) for n, keys in enumerate(steps)]
    return chosen, entries, shown


def key_at(address):
    return address.strip("/")


def number(link):
    return int(link.label.removeprefix("Step ")) - 1


@PROFILE
@given(STEPS, st.sets(st.sampled_from(KEYS)))
def test_p2_walking_on_from_the_first_stop_visits_every_step_in_order(steps, seen):
    chosen, entries, shown = built(steps, seen)
    way = list(_way(ADDRESS, chosen, entries))
    met = visited(shown, way[0].link.address, lambda address: _around(way, key_at(address))[1])
    assert met == list(range(len(steps)))


@PROFILE
@given(STEPS, st.sets(st.sampled_from(KEYS)))
def test_p2_from_every_page_previous_and_next_are_in_its_step_or_the_one_beside_it(steps, seen):
    chosen, entries, _shown = built(steps, seen)
    way = list(_way(ADDRESS, chosen, entries))
    for key in {key for keys in steps for key in keys if key in seen}:
        own = next(n for n, keys in enumerate(steps) if key in keys)
        before, after = _around(way, key)
        assert number(before) in (own - 1, own) if before else own == 0
        assert number(after) in (own, own + 1) if after else own == len(steps) - 1


@PROFILE
@given(STEPS, st.sets(st.sampled_from(KEYS)))
def test_p2_a_page_leads_to_its_first_step_only_and_a_step_is_named_by_its_heading(steps, seen):
    chosen, entries, shown = built(steps, seen)
    stops = list(_way(ADDRESS, chosen, entries))
    keys = [stop.key for stop in stops if stop.key]
    assert keys == list(dict.fromkeys(key for keys in steps for key in keys if key in seen))
    headings = [stop.link for stop in stops if not stop.key]
    assert all((link.title, link.address) == (chosen[n].heading, shown[n][0]) for link in headings for n in [number(link)])
