"""A3, A12, G1: guidance as a reader sees it."""

import pytest
from django.test import RequestFactory

from files.models import SiteDocument
from kb.guidance.contents import Contents
from kb.guidance.models import GuidancePage
from members.audiences import actions
from members.audiences.scopes import SiteRole
from tests.builders import MEMBERS, PRACTITIONERS, annex, block, chapter, heading, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site):
    """Two chapters and annexes A to G."""
    return site.guidance(
        "Roles",
        chapter(
            "Getting started", text("<p>Start.</p>"), heading("First steps"), heading("Detail", 3), heading("Next steps")
        ),
        chapter("Going on", text("<p>Go on.</p>")),
        *(annex(f"Form {letter}", text(f"<p>Fill in {letter}.</p>")) for letter in "ABCDEFG"),
    )


def body(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a3_chapters_and_annexes_have_addresses_of_their_own(page, client):
    assert "Start." in body(client, "/guidance/roles/getting-started/")
    assert "Go on." not in body(client, "/guidance/roles/getting-started/")
    assert "Fill in G." in body(client, "/guidance/roles/annex-g/")


def test_a3_the_contents_list_leads_to_every_part(page, client):
    html = body(client, "/guidance/roles/")
    for slug in ("getting-started", "going-on", *(f"annex-{letter}" for letter in "abcdefg")):
        assert f'href="/guidance/roles/{slug}/"' in html


def test_a3_parts_lead_to_the_one_before_and_the_one_after(page, client):
    shown = client.get("/guidance/roles/going-on/").context
    assert (shown["previous"].address, shown["next"].address) == (
        "/guidance/roles/getting-started/",
        "/guidance/roles/annex-a/",
    )
    assert client.get("/guidance/roles/annex-g/").context["next"] is None


def test_a3_sections_have_numbers_and_anchors_that_survive_an_edit(page, client):
    sections = client.get("/guidance/roles/getting-started/").context["chapter"]["sections"]
    assert [(s["number"], s["heading"]) for s in sections] == [("1.1", "First steps"), ("1.2", "Next steps")]
    stored = page.chapters.raw_data
    stored[0]["value"]["body"].insert(0, heading("Before all"))
    page.chapters = list(stored)
    page.save_revision().publish()
    after = client.get("/guidance/roles/getting-started/").context["chapter"]["sections"]
    assert [s["number"] for s in after] == ["1.1", "1.2", "1.3"]
    assert [s["anchor"] for s in after[1:]] == [s["anchor"] for s in sections]


def test_a3_the_id_of_a_block_leads_to_its_chapter_wherever_that_is_now(page, client):
    answer = client.get(f"/guidance/roles/b-{page.chapters[1].id[:8]}/")
    assert (answer.status_code, answer["Location"]) == (302, "/guidance/roles/going-on/")


def test_two_chapters_of_one_name_and_a_chapter_named_like_an_annex_have_different_addresses(site, client):
    site.guidance(
        "Same", chapter("Plan", text("<p>one</p>")), chapter("Plan", text("<p>two</p>")), chapter("Annex A"), annex("A")
    )
    addresses = [part.address for part in client.get("/guidance/same/").context["chapters"]]
    assert addresses == ["/guidance/same/plan/", "/guidance/same/plan-2/", "/guidance/same/annex-a-3/"]


def test_an_unknown_part_is_not_there(page, client):
    assert client.get("/guidance/roles/annex-h/").status_code == 404
    assert client.get("/guidance/roles/getting-started/more/").status_code == 404


def test_g1_the_level_is_said_in_words_on_every_part(site, as_):
    page = site.guidance("Closed", annex("A", text("<p>a</p>")), audience=PRACTITIONERS)
    reader = as_(site.person(SiteRole.PRACTITIONER))
    for address in (page.get_url(), f"{page.get_url()}annex-a/"):
        assert "Practitioners only" in body(reader, address)


def test_an_annex_with_readers_of_its_own_is_listed_for_them_only_and_keeps_its_letter(site, as_):
    page = site.guidance("Open", annex("Form", text("<p>form</p>")))
    site.annex_page(page, "For members", audience=MEMBERS)
    site.annex_page(page, "For all")
    page.refresh_from_db()
    visitor, member = as_(None), as_(site.person(SiteRole.MEMBER))
    labels = {
        name: [(p.label, p.heading) for p in b.get(page.get_url()).context["annexes"]]
        for name, b in (("v", visitor), ("m", member))
    }
    assert labels["v"] == [("Annex A", "Form"), ("Annex C", "For all")]
    assert labels["m"] == [("Annex A", "Form"), ("Annex B", "For members"), ("Annex C", "For all")]
    assert "For members" in body(member, "/guidance/open/for-members/")
    assert visitor.get("/guidance/open/for-members/").status_code == 404


def test_a12_what_is_on_the_same_theme_is_listed_for_whom_may_see_it(site, as_):
    page = site.guidance("One", themes=site.themes[:1])
    site.guidance("Same theme", themes=site.themes[:2])
    site.guidance("Closed, same theme", themes=site.themes[:1], audience=PRACTITIONERS)
    site.guidance("Other theme", themes=site.themes[1:2])
    site.settle()
    seen = {
        who: [e.title for e in as_(user).get(page.get_url()).context["related"]]
        for who, user in (("visitor", None), ("practitioner", site.person(SiteRole.PRACTITIONER)))
    }
    assert seen == {"visitor": ["Same theme"], "practitioner": ["Closed, same theme", "Same theme"]}


def test_attachments_are_shown_with_type_and_size_to_those_who_may_open_them(site, as_):
    document = site.document("Protocol", b"x" * 2_048, "protocol.txt")
    page = site.guidance("With file", chapter("One", block("attachment", {"document": document.pk, "title": ""})))
    html = body(as_(None), f"{page.get_url()}one/")
    assert SiteDocument.objects.get().url in html
    assert "TXT" in html
    assert "2.0" in html
    actions.set_audience(SiteDocument.objects.get(), MEMBERS)
    assert "Protocol" not in body(as_(None), f"{page.get_url()}one/")
    assert "Protocol" in body(as_(site.person(SiteRole.MEMBER)), f"{page.get_url()}one/")


def test_links_to_public_pages_show_their_address_and_others_only_a_key(site, client, as_):
    public, closed = site.guidance("Public one"), site.guidance("Closed one", audience=MEMBERS)
    links = text(
        f'<p><a linktype="page" id="{public.pk}">a</a> <a linktype="page" id="{closed.pk}">b</a>'
        ' <a linktype="page" id="999999">c</a></p>'
    )
    page = site.guidance("Linking", chapter("One", links))
    site.settle()
    html = body(client, f"{page.get_url()}one/")
    assert 'href="/guidance/public-one/"' in html
    assert f'href="/k/guidance:{closed.pk}"' in html
    assert "closed-one" not in html
    assert client.get(f"/k/guidance:{closed.pk}").status_code == 404
    answer = as_(site.person(SiteRole.MEMBER)).get(f"/k/guidance:{closed.pk}")
    assert answer["Location"] == "/guidance/closed-one/"


def test_hostile_text_in_any_block_is_shown_as_nothing_that_runs(site, client):
    bad = "<p onclick=x>a<script>alert(1)</script><img src=x onerror=y><a href='javascript:1'>b</a></p>"
    table = block("table", {"columns": [{"type": "text", "heading": "<b>H"}], "rows": [{"values": [bad]}], "caption": "<i>"})
    page = site.guidance("Bad", chapter("<u>x", text(bad), table, block("quote", {"text": bad, "source": bad})))
    html = body(client, Contents(page, page.get_url()).parts[0].address)
    for word in ("<script>alert", "onclick=x>", "<img src=x", 'href="javascript', "<i>", "<u>", "<b>H"):
        assert word not in html, word


def test_page_text_made_under_an_older_policy_is_cleaned_anew_when_read(site, client):
    page = site.guidance("Old", chapter("One", text("<p>x</p>")))
    stale = {"source": "<p>kept</p><script>s</script>", "html": "<script>never</script>", "policy": "page/0"}
    page.chapters = [chapter("One", text(stale))]
    page.save_revision().publish()
    html = body(client, "/guidance/old/one/")
    assert "kept" in html
    assert "<script>never" not in html


def test_a_preview_in_the_cms_shows_the_draft(site, as_):
    page = site.guidance("Draft", publish=False)
    request = RequestFactory().get("/", SERVER_NAME="127.0.0.1")
    request.user = site.person(SiteRole.EDITOR)
    answer = page.make_preview_request(request, "")
    assert answer.status_code == 200
    assert b"Draft" in answer.content


def test_guidance_without_a_theme_is_not_published_and_the_editor_is_told(site, as_):
    page = site.guidance("No theme", publish=False, themes=[])
    browser = as_(site.person(SiteRole.EDITOR))
    answer = browser.post(f"/cms/pages/{page.pk}/edit/", publish_form(page, site), follow=True)
    assert not GuidancePage.objects.get(pk=page.pk).live
    assert "theme" in answer.content.decode()


def test_a_page_is_not_published_with_a_file_that_some_readers_could_not_open(site, as_):
    document = site.document("Paper")
    actions.set_audience(document, MEMBERS)
    SiteDocument.objects.update(audience_settled=True)
    page = site.guidance("Wide", chapter("One", block("attachment", {"document": document.pk, "title": ""})), publish=False)
    form = publish_form(page, site) | {
        "themes": str(site.themes[0].pk),
        "chapters-count": "1",
        "chapters-0-deleted": "",
        "chapters-0-order": "0",
        "chapters-0-type": "chapter",
        "chapters-0-id": page.chapters[0].id,
        "chapters-0-value-heading": "One",
        "chapters-0-value-body-count": "1",
        "chapters-0-value-body-0-deleted": "",
        "chapters-0-value-body-0-order": "0",
        "chapters-0-value-body-0-type": "attachment",
        "chapters-0-value-body-0-id": "",
        "chapters-0-value-body-0-value-document": str(document.pk),
        "chapters-0-value-body-0-value-title": "",
    }
    answer = as_(site.person(SiteRole.EDITOR)).post(f"/cms/pages/{page.pk}/edit/", form, follow=True)
    assert not GuidancePage.objects.get(pk=page.pk).live
    assert "more people may see this page than the files on it" in answer.content.decode()


def publish_form(page, site):
    """What the CMS sends when an editor presses Publish."""
    streams = {f"{name}-count": "0" for name in ("opening", "chapters", "about")}
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "Summary.",
        **streams,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
    }


def test_p8_every_paragraph_has_a_short_address_that_outlives_moves_and_new_headings(site, page, client):
    """The address that a reader copied before the chapter was renamed and its text moved to another one."""
    shown = client.get("/guidance/roles/getting-started/").context["chapter"]["blocks"][0]
    copied = shown.short_address
    assert copied == f"/k/guidance:{page.pk}/{shown.anchor}"
    page.title = "Duties"
    page.slug = "duties"
    parts = list(page.chapters.raw_data)
    moved = parts[0]["value"]["body"].pop(0)
    parts[0]["value"]["heading"] = "Beginning"
    parts[1]["value"]["body"].append(moved)
    page.chapters = parts
    page.save_revision().publish()
    site.settle()
    answer = client.get(copied, follow=True)
    assert answer.redirect_chain[-1][0] == f"/guidance/duties/going-on/#{shown.anchor}"
    assert f'id="{shown.anchor}"' in answer.content.decode()


def test_p8_an_address_of_a_paragraph_that_is_gone_is_not_there(site, page, client):
    site.settle()
    assert client.get(f"/k/guidance:{page.pk}/b-00000000", follow=True).status_code == 404


def test_p8_a_paragraph_of_an_annex_with_its_own_readers_has_one_too(site, page, client):
    annex_page = site.annex_page(page, "Names")
    site.settle()
    shown = client.get(annex_page.get_url()).context["blocks"][0]
    answer = client.get(shown.short_address)
    assert answer.headers["Location"] == f"{annex_page.get_url()}#{shown.anchor}"


def test_p8_a_page_says_how_to_cite_it(site, page, client):
    words = body(client, "/guidance/roles/annex-g/")
    assert "Roles. Practice Exchange. " in words
    assert f"/k/guidance:{page.pk}/b-" in words
