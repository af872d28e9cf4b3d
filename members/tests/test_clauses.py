"""The algebra of audiences, as laws that hold for all of them."""

from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members.audiences.clauses import ADMINISTRATOR, CLOSED, PUBLIC, Clauses
from members.models import Audience

WORDS = [f"{kind}:{number}" for kind in ("role", "region", "group") for number in "abc"]
clause_lists = st.lists(st.lists(st.sampled_from(WORDS), max_size=3), max_size=3)
audiences = clause_lists.map(Clauses.of)
people = st.frozensets(st.sampled_from([*WORDS, ADMINISTRATOR]))


@given(clause_lists, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(lists, random):
    told_again = [random.sample(clause, k=len(clause)) + clause for clause in lists] + lists[:1]
    random.shuffle(told_again)
    assert Clauses.of(told_again) == Clauses.of(lists)
    assert Clauses.of(told_again).digest == Clauses.of(lists).digest


@given(audiences, audiences)
def test_the_canonical_form_is_unique(one, other):
    """Equal rules are equal values with one digest, and different values are different rules."""
    told_apart = any(one.satisfied_by(p) != other.satisfied_by(p) for p in _telling_people(one, other))
    assert told_apart == (one != other) == (one.digest != other.digest)


def _telling_people(*rules):
    """Whoever could tell rules apart: for each clause, somebody who holds everything but that clause's words."""
    everything = frozenset(chain(WORDS, [ADMINISTRATOR]))
    yield from (everything - clause for rule in rules for clause in rule)


@given(audiences)
def test_the_stored_form_is_read_back_as_the_same_audience(audience):
    assert Clauses.of(audience.as_lists()) == audience


@given(audiences, audiences, people)
def test_both_means_in_the_one_and_in_the_other(one, other, person):
    assert (one & other).satisfied_by(person) == (one.satisfied_by(person) and other.satisfied_by(person))


@given(audiences, audiences)
def test_inheriting_only_narrows(own, parent):
    assert (own & parent).implies(own)
    assert (own & parent).implies(parent)


@given(audiences, audiences, audiences)
def test_both_is_a_meet(one, other, third):
    """Idempotent, commutative, associative: how deep a page lies, and by which way it came there, doesn't matter."""
    assert one & one == one
    assert one & other == other & one
    assert (one & other) & third == one & (other & third)
    assert one & PUBLIC == one
    assert one & CLOSED == CLOSED


@given(audiences, audiences, people)
def test_what_implies_admits_nobody_whom_the_other_refuses(narrow, wide, person):
    assume(narrow.implies(wide))
    assert wide.satisfied_by(person) or not narrow.satisfied_by(person)


@given(audiences, audiences)
def test_what_does_not_imply_admits_somebody_whom_the_other_refuses(one, other):
    somebody = any(one.satisfied_by(p) and not other.satisfied_by(p) for p in _telling_people(one, other))
    assert one.implies(other) is not somebody


@given(audiences, people, people)
def test_who_holds_more_sees_no_less(audience, person, more):
    assert audience.satisfied_by(person | more) or not audience.satisfied_by(person)


@given(audiences)
def test_an_administrator_belongs_to_every_audience(audience):
    assert audience.satisfied_by({ADMINISTRATOR})


@given(audiences, st.frozensets(st.sampled_from(WORDS), min_size=1), people)
def test_whoever_is_let_through_belongs_and_nobody_else_does(audience, extra, person):
    assert audience.admitting(extra).satisfied_by(person) == (audience.satisfied_by(person) or bool(extra & person))


@given(audiences)
def test_only_the_audience_without_clauses_is_public(audience):
    assert audience.is_public == audience.satisfied_by(()) == (audience == PUBLIC)


@pytest.mark.parametrize("word", ["", "member", "role:", ":3", "planet:3", "role"])
def test_a_word_that_is_no_scope_is_refused(word):
    with pytest.raises(ValueError):
        Clauses.of([[word]])


@pytest.mark.access
class TestStored(TestCase):
    """The database answers as the plain computation does."""

    @given(st.lists(audiences, max_size=6), people)
    def test_the_database_finds_exactly_the_audiences_a_person_satisfies(self, rules, person):
        rows = {Audience.objects.store(rule).pk: rule for rule in rules}
        found = set(Audience.objects.satisfied_by(person).filter(pk__in=rows).values_list("pk", flat=True))
        assert found == {pk for pk, rule in rows.items() if rule.satisfied_by(person)}

    @given(clause_lists)
    def test_each_distinct_audience_is_stored_once(self, lists):
        first = Audience.objects.store(Clauses.of(lists))
        again = Audience.objects.store(Clauses.of([clause[::-1] for clause in lists[::-1]]))
        assert first.pk == again.pk
        assert Audience.objects.get(pk=first.pk).as_clauses() == Clauses.of(lists)
