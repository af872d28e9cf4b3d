"""F1-F3, F7, F10 as far as they go: the search page, through its address."""

import pytest

from members.audiences import actions
from members.audiences.scopes import SiteRole
from search import worker
from tests.builders import MEMBERS, PRACTITIONERS, chapter, heading, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client):
    """`found("?q=…")` is what the page says: its results, and its HTML."""

    def search(query, browser=client):
        answer = browser.get(f"/search/{query}")
        assert answer.status_code == 200
        return answer.context["results"], answer.content.decode()

    return search


def titles(results):
    return [hit.entry.title for hit in results.hits]


def test_a_paragraph_is_found_at_its_section_with_the_word_marked(site, found):
    page = site.guidance(
        "Working together",
        chapter("Meetings", text("<p>Nothing here.</p>"), heading("Minutes"), text("<p>Keep a zygomorphic record.</p>")),
    )
    site.settle()
    results, html = found("?q=zygomorphic")
    anchor = page.chapters[0].value["body"][1].id[:8]
    assert results.hits[0].address == f"/guidance/{page.slug}/meetings/#b-{anchor}"
    assert results.hits[0].section_heading == "1.1 Minutes"
    assert "<mark>zygomorphic</mark>" in html


def test_words_are_matched_by_their_stem_and_without_accents(site, found):
    site.guidance("Cafés", chapter("One", text("<p>Partners were sharing naïve plans.</p>")))
    site.settle()
    assert titles(found("?q=partner+share+naive+cafe")[0]) == ["Cafés"]


def test_a_title_counts_more_than_a_word_in_passing(site, found):
    site.guidance("Another page", chapter("One", text("<p>We also mention housing here, and housing again.</p>")))
    site.guidance("Housing", chapter("One", text("<p>Where people live.</p>")))
    site.settle()
    assert titles(found("?q=housing")[0]) == ["Housing", "Another page"]


def test_when_nothing_has_every_word_some_are_enough_and_it_says_so(site, found):
    site.guidance("Alone", chapter("One", text("<p>quokka</p>")))
    site.settle()
    results, html = found("?q=quokka+xylophone")
    assert titles(results) == ["Alone"]
    assert "Nothing has all of your words" in html


def test_nothing_found_is_said_and_leads_on(site, found):
    site.settle()
    results, html = found("?q=xylophone")
    assert results.total == 0
    assert "Nothing has all" not in html
    assert 'href="/themes/' in html


def test_filters_narrow_and_their_counts_equal_the_list(site, found):
    alpha, beta = site.themes[:2]
    for n in range(3):
        site.guidance(f"Alpha {n}", themes=[alpha], regions=[site.regions[0]] if n else [])
    site.guidance("Beta", themes=[beta, alpha])
    site.settle()
    results, _html = found("?q=words")
    counts = {(f.name, o.value): o.count for f in results.facets for o in f.options}
    assert counts == {("theme", "alpha"): 4, ("theme", "beta"): 1, ("region", "north"): 2, ("kind", "guidance"): 4}
    for (name, value), count in counts.items():
        assert found(f"?q=words&{name}={value}")[0].total == count == len(found(f"?q=words&{name}={value}")[0].hits)


def test_a_filter_leaves_the_counts_of_its_own_facet_as_choices(site, found):
    site.guidance("A", themes=[site.themes[0]])
    site.guidance("B", themes=[site.themes[1]])
    site.settle()
    results, _html = found("?q=words&theme=alpha")
    themes = next(f for f in results.facets if f.name == "theme")
    assert [(o.value, o.count, o.selected) for o in themes.options] == [("alpha", 1, True), ("beta", 1, False)]
    assert results.total == 1


def test_filters_alone_list_everything_under_them(site, found):
    site.guidance("A", themes=[site.themes[0]])
    site.settle()
    assert titles(found("?theme=alpha")[0]) == ["A"]


def test_pages_of_results_join_without_gap_or_repeat(site, found):
    for n in range(23):
        site.guidance(f"Page {n:02}")
    site.settle()
    pages = [titles(found(f"?q=words&page={n}")[0]) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23


def test_a_member_finds_what_a_visitor_does_not_learn_of(site, found, as_):
    site.guidance("Closed", chapter("One", text("<p>zebrafinch</p>")), audience=MEMBERS)
    site.settle()
    member = as_(site.person(SiteRole.MEMBER))
    assert titles(found("?q=zebrafinch", member)[0]) == ["Closed"]
    results, html = found("?q=zebrafinch")
    _none, nonsense = found("?q=zebrafinck")
    assert results.total == 0
    assert html.replace("zebrafinch", "") == nonsense.replace("zebrafinck", "")


def test_what_was_narrowed_is_gone_at_the_next_request_before_the_index_knows(site, found):
    page = site.guidance("Soon closed", chapter("One", text("<p>zebrafinch</p>")))
    site.settle()
    actions.set_audience(page, PRACTITIONERS)
    results, html = found("?q=zebrafinch")
    assert (results.total, results.hits) == (0, ())
    assert all(not f.options for f in results.facets)
    assert "Soon closed" not in html


def test_text_that_was_taken_out_is_not_shown_from_an_older_index(site, found):
    page = site.guidance("Edited", chapter("One", text("<p>Keep the ocelot. It is the wrong number.</p>")))
    site.settle()
    page.chapters = [chapter("One", text("<p>Keep the ocelot.</p>"))]
    page.save_revision().publish()
    from search import catalogue

    catalogue.derive_pending()
    assert "wrong number" not in found("?q=ocelot")[1]


def test_above_a_thousand_keys_to_leave_out_totals_and_facets_are_withheld(site, found, monkeypatch):
    page = site.guidance("One")
    site.guidance("Two")
    site.settle()
    actions.set_audience(page, PRACTITIONERS)
    monkeypatch.setattr("search.finding.MOST_LEFT_OUT", 0)
    results, _html = found("?q=words")
    assert (results.total, results.facets) == (None, ())
    assert titles(results) == ["Two"]


def test_without_an_index_titles_and_summaries_are_searched_with_a_notice(site, found, settings, tmp_path):
    site.guidance("Lighthouse", chapter("One", text("<p>quokka</p>")))
    site.guidance("Lighthouse two", audience=PRACTITIONERS)
    site.settle()
    settings.SEARCH_INDEX_DIR = tmp_path / "gone"
    results, html = found("?q=lighthouse")
    assert results.degraded
    assert titles(results) == ["Lighthouse"]
    assert "limited" in html


def test_a_deleted_index_is_rebuilt_by_the_worker(site, found, settings):
    import shutil

    site.guidance("Lighthouse")
    site.settle()
    shutil.rmtree(settings.SEARCH_INDEX_DIR)
    assert found("?q=lighthouse")[0].degraded
    worker.drain_all()
    assert not found("?q=lighthouse")[0].degraded
    assert titles(found("?q=lighthouse")[0]) == ["Lighthouse"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?q=words&theme=nonsense", "no such theme"),
        ("?q=words&page=-1", "no such page"),
        ("?q=words&page=1000000000", "no such page"),
        ("?q=words&page=%C2%B2", "no such page"),
        ("?q=" + "long+" * 2_000, "Your search was long"),
        ("?q=" + "x" * 10_000, "Your search was long"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_a_message(site, found, query, message):
    site.guidance("One")
    site.settle()
    assert message in found(query)[1]


@pytest.mark.parametrize(
    "text_",
    ['"unbalanced', "'", "a AND (b", "title:x^9", "*", "?", "[a TO b]", "//", "🦒", "‮abc", "​", "%FF%FE", "-", "the of and"],
)
def test_any_text_is_only_words(site, found, text_):
    site.settle()
    found(f"?q={text_}")
