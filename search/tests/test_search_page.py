"""F1-F3 as far as they go: what is published is found, at the section that says it."""

import pytest

from tests.builders import chapter, heading, text

pytestmark = pytest.mark.django_db


def test_a_paragraph_is_found_at_its_section(site, client):
    page = site.guidance(
        "Working together",
        chapter("Meetings", text("<p>Nothing here.</p>"), heading("Minutes"), text("<p>Keep a zygomorphic record.</p>")),
    )
    site.settle()
    answer = client.get("/search/?q=zygomorphic")
    anchor = page.chapters[0].value["body"][1].id[:8]
    assert answer.status_code == 200
    assert f"/guidance/{page.slug}/meetings/#b-{anchor}" in answer.content.decode()
    assert "<mark>zygomorphic</mark>" in answer.content.decode()
