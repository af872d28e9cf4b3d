"""What the demonstration does not have, so that every component and every state of a list is on some page."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from files.models import SiteImage
from kb.guidance.importing.documents import table_block
from kb.guidance.models import GuidanceIndexPage, GuidancePage
from kb.home.models import HomePage
from kb.themes.models import Theme
from members.models import Region, Sector
from tests.builders import PRACTITIONERS, Site, annex, block, chapter, heading, text

NOTES = 20  # more than a page of a list holds, together with the guidance of the demonstration


def add() -> None:
    """A theme without anything, an annex with its own readers, a chapter of everything, and a list of several pages."""
    Theme.objects.create(code="nothing-yet", slug="nothing-yet", name="Nothing yet", order=99)
    site = Site(
        home=HomePage.objects.get(),
        index=GuidanceIndexPage.objects.get(),
        themes=list(Theme.objects.all()),
        regions=list(Region.objects.all()),
        sectors=list(Sector.objects.all()),
    )
    site.annex_page(
        GuidancePage.objects.get(slug="who-does-what"),
        "Names and numbers",
        heading("At the centre"),
        text("<p>Whom to ring, and when somebody is there.</p>"),
        audience=PRACTITIONERS,
    )
    _everything(site)
    shelf = [Theme.objects.get(code="practical-support")]
    for number in range(1, NOTES + 1):
        site.guidance(f"Partnership note {number}", summary="A short note on partnership, one of a series.", themes=shelf)
    site.settle()


def _everything(site: Site) -> None:
    duties = [["<p>The lead officer</p>", "<p>Calls the meeting and writes to everybody</p>", "<p>In May</p>"]]
    places = [["<p>Places</p>", "<p>12</p>", "<p>14</p>"]]
    site.guidance(
        "One of everything",
        chapter(
            "Everything",
            heading("Text"),
            text("<p>Words with <b>weight</b> and a <a href='https://www.example.org/'>link</a>.</p>"),
            text("<ul><li>One</li><li>Two</li></ul>"),
            heading("A part of a section", 3),
            text("<ol><li>First</li><li>Second</li></ol>"),
            heading("Tables"),
            block("table", table_block(["Who", "What", "When"], duties, "Duties")["value"]),
            block("table", table_block(["", "North", "South"], places)["value"]),
            heading("Notes and words of others"),
            block("note", {"kind": "info", "text": "<p>A note in passing.</p>"}),
            block("note", {"kind": "warning", "text": "<p>A note to heed.</p>"}),
            block("quote", {"text": "We met, and then we met again.", "source": "A chair"}),
            heading("Files"),
            block("image", {"image": _image().pk, "alt": "A plain field of green", "caption": "A field"}),
            block("attachment", {"document": site.document("A paper to print").pk, "title": ""}),
        ),
        annex("A long word", text(f"<p>{'Unbreakable' * 20}</p>")),
        opening=[block("note", {"kind": "info", "text": "<p>This guidance shows everything once.</p>"})],
        about=[text("<p>Reference 1 of 1.</p>")],
        themes=site.themes[:3],
    )


def _image() -> SiteImage:
    picture = BytesIO()
    Image.new("RGB", (1200, 500), "#3b7a57").save(picture, "PNG")
    return SiteImage.objects.create(title="A field", file=ContentFile(picture.getvalue(), "field.png"))
