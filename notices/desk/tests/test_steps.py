"""Whatever people do with an item, in whatever order, with pages however old: a plain model of the rules agrees."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members.audiences.scopes import SiteRole
from notices.desk import actions, kinds
from notices.desk.models import WorkItem
from notices.desk.refusals import Refused

pytestmark = pytest.mark.django_db

STEPS = some.tuples(
    some.sampled_from(["take", "hand_back", "give", "finish", "decline", "reopen"]),
    some.integers(0, 2),  # who: two editors, one administrator
    some.integers(0, 1),  # to whom
    some.booleans(),  # with a page that is up to date
)


class Rules:
    """What should happen, in plain Python. State, owner, and the last step."""

    def __init__(self):
        self.state, self.owner, self.last, self.taken_steps = "open", None, None, 1

    def allows(self, what, who, whom, fresh):
        if self.last == (what, who, whom if what == "give" else None):
            return True
        if not fresh and self.taken_steps > 1:
            return False
        if what in ("take", "give") and self.state == "open":
            return True
        if what == "reopen":
            return self.state in ("done", "declined")
        if what == "take" or self.state != "taken":
            return False
        return who in (self.owner, 2)

    def take_step(self, what, who, whom):
        step = (what, who, whom if what == "give" else None)
        if self.last == step:
            return
        self.last, self.taken_steps = step, self.taken_steps + 1
        ends = {"take": "taken", "give": "taken", "hand_back": "open", "reopen": "open", "finish": "done"}
        self.state = ends.get(what, "declined")
        self.owner = {"take": who, "give": whom}.get(what, self.owner if self.state in ("done", "declined") else None)


def act(item, people, what, who, whom, seen):
    by = people[who]
    if what == "give":
        actions.give(item, people[whom], by=by, seen=seen)
    elif what == "decline":
        actions.decline(item, by=by, reason="A reason.", seen=seen)
    else:
        getattr(actions, what)(item, by=by, seen=seen)


@pytest.fixture
def people(site):
    return [site.person(SiteRole.EDITOR), site.person(SiteRole.EDITOR), site.person(SiteRole.ADMINISTRATOR)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(STEPS, max_size=10))
def test_the_steps_follow_the_rules(people, steps):
    kinds.register("review", "Review")
    WorkItem.objects.all().delete()
    item = actions.open_item(kind="review", event="e", title="Work", for_role=SiteRole.EDITOR)
    rules, first = Rules(), item.steps.get().pk
    for what, who, whom, fresh in steps:
        seen = item.steps.latest("pk").pk if fresh else first
        allowed = rules.allows(what, who, whom, fresh)
        try:
            act(item, people, what, who, whom, seen)
            assert allowed, (what, who, whom, fresh)
            rules.take_step(what, who, whom)
        except Refused:
            assert not allowed, (what, who, whom, fresh)
        item.refresh_from_db()
        owner = people.index(item.owner) if item.owner else None
        assert (item.state, owner, item.steps.count()) == (rules.state, rules.owner, rules.taken_steps)
