"""P7: the glossary as a page, in search, in the CMS, and where a text first uses a term."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kb.glossary.actions import load_terms
from kb.glossary.models import MOST_TERMS, Term
from kb.glossary.reading import expansions
from members.audiences.scopes import SiteRole
from search.models import Entry
from tests.builders import PRACTITIONERS, annex, block, chapter, heading, text

pytestmark = pytest.mark.django_db

LINKED = (
    '<a class="px-term" href="/glossary/#lsp">LSP</a> <span class="px-term__meaning">(local strategic partnership)</span>'
)


@pytest.fixture
def lsp(site):
    return Term.objects.create(
        slug="lsp",
        term="LSP",
        expansion="Local strategic partnership",
        explanation="The forum of an area.",
        aliases=["senior forum"],
    )


def body(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def uses(html):
    return re.findall(r'<a class="px-term"[^>]*>([^<]*)</a>', html)


# The page.


def test_p7_the_page_has_all_terms_by_the_alphabet_with_letters_to_jump_to(lsp, client):
    Term.objects.create(slug="lead", term="lead officer", explanation="Rings people.")
    Term.objects.create(slug="4ps", term="4Ps", explanation="Four words.")
    Term.objects.create(slug="cpd", term="CPD", explanation="Keeping up.")
    html = body(client, "/glossary/")
    assert re.findall(r'id="([^"]*)" class="px-glossary__term"', html) == ["4ps", "cpd", "lead", "lsp"]
    letters = re.findall(r'<a class="px-letters__link" href="#([^"]*)">([^<]*)<', html)
    assert letters == [("letter.0", "#"), ("letter.c", "C"), ("letter.l", "L")]
    assert all(f'id="{anchor}"' in html for anchor, _letter in letters)


def test_p7_the_page_without_a_term_leads_on(site, client):
    assert 'href="/guidance/"' in body(client, "/glossary/").split('id="main-content"')[1]


def test_p7_what_is_said_of_a_term_is_text_and_not_markup(site, client):
    Term.objects.create(slug="x", term="<b>X", expansion="<i>", explanation="<script>alert(1)</script>")
    html = body(client, "/glossary/")
    assert "<script>alert" not in html
    assert "&lt;b&gt;X" in html


@pytest.mark.parametrize("size", [10, 450])
def test_p7_the_page_costs_the_same_however_many_terms_there_are(site, client, size):
    Term.objects.bulk_create(Term(slug=f"t{n}", term=f"Word {n}", explanation="Means.") for n in range(size))
    assert cost(client, "/glossary/") <= 3


def cost(client, address):
    """How many queries the second request makes: the first warms what processes keep, once its reads are committed."""
    made_anew = {"Authorization": "none"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.get(address, headers=made_anew).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=made_anew)
    return len(queries)


# In search.


def test_p7_a_term_is_found_under_each_of_its_names_and_leads_to_its_place(site, lsp, client):
    site.settle()
    for words in ("LSP", "strategic", "senior forum"):
        assert 'href="/glossary/#lsp"' in body(client, f"/search/?q={words}"), words
    assert client.get(f"/k/term:{lsp.pk}").headers["Location"] == "/glossary/#lsp"


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("ISA", ""),
        ("ISAs", ""),
        ("information sharing agreement", ""),
        ("information-sharing protocol", "information-sharing protocol"),
        ("partners", ""),
    ],
)
def test_p7_a_hit_says_the_explanation_and_not_the_list_of_spellings(site, client, words, heading):
    Term.objects.create(
        slug="isa",
        term="ISA",
        expansion="Information-sharing agreement",
        explanation="What partners sign before an ISA gives anything away.",
        aliases=["information-sharing agreement", "ISAs", "information-sharing protocol"],
    )
    site.settle()
    (hit,) = client.get("/search/", {"q": words}).context["results"].hits
    html = client.get("/search/", {"q": words}).content.decode()
    said = re.search(r'<p class="px-entry__summary px-hit__snippet">(.*?)</p>', html, re.DOTALL)[1]
    # A cutting of the engine ends with a word and without the full stop.
    assert re.sub(r"</?mark>", "", said).strip(" .…\n") == "What partners sign before an ISA gives anything away"
    assert hit.address == "/glossary/#isa"
    assert hit.section_heading == (heading or hit.entry.title)


def test_p7_everybody_may_see_a_term_and_one_that_is_gone_is_found_no_more(site, lsp):
    site.settle()
    entry = Entry.objects.get(key=f"term:{lsp.pk}")
    assert (entry.clauses.is_public, entry.visible_from, entry.visible_until) == (True, None, None)
    assert (entry.title, entry.address) == ("LSP (local strategic partnership)", "/glossary/#lsp")
    lsp.delete()
    assert Entry.objects.get(key=entry.key).is_gone


def test_p7_search_synonyms_are_the_same_data(lsp):
    Term.objects.create(slug="friend", term="critical friend", explanation="Says it.")
    assert expansions() == {"LSP": ("Local strategic partnership", "senior forum")}


# In texts.


def test_p7_each_part_of_a_guidance_explains_a_term_where_it_first_uses_it(site, lsp, client):
    said = text("<p>The LSP met. The LSP agreed.</p>")
    site.guidance("Roles", chapter("One", said, said), annex("Two", said), opening=[said], about=[said])
    for address in ("/guidance/roles/", "/guidance/roles/one/", "/guidance/roles/annex-a/"):
        html = body(client, address)
        assert f"<p>The {LINKED} met. The LSP agreed.</p>" in html, address
        assert uses(html) == ["LSP"], address


def test_p7_notes_are_running_text_and_quotes_tables_and_headings_are_not(site, lsp, client):
    table = {
        "columns": [{"type": "text", "heading": "LSP"}],
        "rows": [{"values": ["<p>LSP</p>"]}],
        "caption": "LSP",
    }
    blocks = [
        heading("LSP"),
        block("quote", {"text": "LSP", "source": "LSP"}),
        block("table", table),
        block("note", {"kind": "warning", "text": "<p>The LSP decides.</p>"}),
    ]
    site.guidance("Roles", chapter("LSP", *blocks))
    html = body(client, "/guidance/roles/lsp/")
    assert uses(html) == ["LSP"]
    assert f"<p>The {LINKED} decides.</p>" in html
    assert "px-note--warning" in html


def test_p7_an_annex_with_readers_of_its_own_explains_its_terms_too(site, lsp, as_):
    guidance = site.guidance("Roles")
    page = site.annex_page(guidance, "Closed", text("<p>The LSP met.</p>"), audience=PRACTITIONERS)
    assert LINKED in body(as_(site.person(SiteRole.PRACTITIONER)), page.get_url())


def test_p7_links_between_pages_go_on_working_beside_terms(site, lsp, client):
    other = site.guidance("Other")
    said = text(f'<p>The LSP. See <a linktype="page" id="{other.pk}">the LSP of others</a>.</p>')
    site.guidance("Roles", chapter("One", said))
    site.settle()
    assert f'<p>The {LINKED}. See <a href="/guidance/other/">the LSP of others</a>.</p>' in body(
        client, "/guidance/roles/one/"
    )


def test_p7_the_stored_text_stays_as_it_was_written(site, lsp):
    page = site.guidance("Roles", chapter("One", text("<p>The LSP met.</p>")))
    assert "px-term" not in json.dumps(list(page.chapters.raw_data), default=str)


def test_p7_a_term_that_is_changed_is_explained_anew_at_once(site, lsp, client):
    site.guidance("Roles", chapter("One", text("<p>The LSP met.</p>")))
    assert LINKED in body(client, "/guidance/roles/one/")
    lsp.expansion = "National Indicator 35"
    lsp.save()
    assert "(National Indicator 35)" in body(client, "/guidance/roles/one/")
    lsp.delete()
    assert "px-term" not in body(client, "/guidance/roles/one/")


@pytest.mark.parametrize("size", [1, MOST_TERMS])
def test_p7_explaining_terms_costs_no_query_once_they_are_known(site, client, size):
    site.guidance("Roles", chapter("One", text("<p>The word 0 met.</p>")))
    without = cost(client, "/guidance/roles/one/")
    Term.objects.bulk_create(Term(slug=f"t{n}", term=f"Word {n}", explanation="Means.") for n in range(size))
    Term.objects.first().save()
    assert cost(client, "/guidance/roles/one/") == without
    assert uses(body(client, "/guidance/roles/one/")) == ["word 0"]


@pytest.mark.parametrize(
    ("expansion", "meaning"),
    [
        ("Local strategic partnership", "local strategic partnership"),
        ("Government Office", "Government Office"),
        ("National Indicator 35", "National Indicator 35"),
        ("Red, amber, green", "red, amber, green"),
        ("", ""),
    ],
)
def test_p7_a_meaning_reads_well_within_a_sentence(expansion, meaning):
    assert Term(term="X", expansion=expansion).meaning == meaning


def test_p7_another_spelling_leads_to_the_same_place(site, lsp, client):
    site.guidance("Roles", chapter("One", text("<p>The senior forum met.</p>")))
    assert '<a class="px-term" href="/glossary/#lsp">senior forum</a> met' in body(client, "/guidance/roles/one/")


# In the CMS.


def sent(**fields):
    return {"term": "CPD", "slug": "cpd", "expansion": "", "explanation": "Keeping up.", "aliases": "", **fields}


@pytest.mark.parametrize("role", [SiteRole.EDITOR, SiteRole.ADMINISTRATOR])
def test_p7_editors_and_administrators_keep_the_terms(site, as_, role):
    browser = as_(site.person(role))
    add = reverse("wagtailsnippets_glossary_term:add")
    browser.post(add, sent(aliases="keeping up\r\n\r\n keeping  up \r\nCPDs"))
    term = Term.objects.get()
    assert term.aliases == ["keeping up", "CPDs"]
    edit = reverse("wagtailsnippets_glossary_term:edit", args=[term.pk])
    assert "keeping up\nCPDs</textarea>" in browser.get(edit).content.decode().replace("\r", "")
    browser.post(edit, sent(term="Training", aliases="CPDs"))
    assert Term.objects.get().spellings == ["Training", "CPDs"]
    browser.post(reverse("wagtailsnippets_glossary_term:delete", args=[term.pk]))
    assert not Term.objects.exists()


@pytest.mark.parametrize("role", [SiteRole.PEER_MENTOR, SiteRole.MODERATOR])
def test_p7_nobody_else_does(site, as_, role):
    as_(site.person(role)).post(reverse("wagtailsnippets_glossary_term:add"), sent())
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"term": "lsp"}, "already belongs to “LSP”"),
        ({"aliases": "Senior Forum"}, "already belongs to “LSP”"),
        ({"expansion": "local strategic partnership"}, "already belongs to “LSP”"),
        ({"aliases": "x"}, "between 2 and 100 characters"),
        ({"aliases": "x" * 150}, "between 2 and 100 characters"),
        ({"aliases": "\n".join(f"word {n}" for n in range(21))}, "at most 20"),
        ({"term": "x"}, "at least 2 characters"),
        ({"slug": "lsp"}, "already exists"),
        ({"explanation": ""}, "required"),
    ],
)
def test_p7_what_would_make_the_glossary_ambiguous_is_refused_with_the_reason(site, lsp, as_, fields, said):
    answer = as_(site.person(SiteRole.EDITOR)).post(reverse("wagtailsnippets_glossary_term:add"), sent(**fields))
    assert said in answer.content.decode()
    assert Term.objects.count() == 1


def test_p7_a_full_glossary_says_so(site):
    Term.objects.bulk_create(Term(slug=f"t{n}", term=f"Word {n}", explanation="Means.") for n in range(MOST_TERMS))
    with pytest.raises(ValidationError, match="full"):
        Term(slug="one-more", term="One more", explanation="Too many.").full_clean()


# From a file.


def test_p7_the_terms_of_the_demonstration_are_taken_over_once(site, settings):
    path = settings.BASE_DIR / "fixtures" / "demo" / "glossary.json"
    assert load_terms(path) == Term.objects.count() == len(json.loads(path.read_text()))
    term = Term.objects.get(slug="lsp")
    term.explanation = "Said anew."
    term.save()
    assert load_terms(path) == 0
    assert Term.objects.get(slug="lsp").explanation == "Said anew."


def test_p7_a_file_with_a_wrong_term_changes_nothing(site, lsp, tmp_path):
    row = {"slug": "new", "term": "New", "expansion": "", "explanation": "Fine.", "aliases": []}
    path = tmp_path / "terms.json"
    path.write_text(json.dumps([row, {**row, "slug": "other", "term": "Other", "aliases": ["LSP"]}]))
    with pytest.raises(ValidationError):
        load_terms(path)
    assert Term.objects.count() == 1
