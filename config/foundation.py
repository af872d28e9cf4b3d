"""The first pages of a site: front page, guidance list and what is named at the foot, in place of Wagtail's welcome page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from kb.collections.models import CollectionIndexPage
from kb.frame.actions import add_information_page
from kb.frame.models import InformationPage
from kb.guidance.importing.files import document_in
from kb.guidance.models import GuidanceIndexPage
from kb.home.models import HomePage

INFORMATION = settings.BASE_DIR / "fixtures" / "pages"


@transaction.atomic
def lay_foundation(
    purpose: str = "For people who deliver the programme where they live and work.", introduction: str = ""
) -> None:
    """Make what is missing of site, front page and guidance list. Safe to repeat; what is there stays as it is."""
    home = HomePage.objects.first() or _make_home(purpose, introduction)
    if not GuidanceIndexPage.objects.exists():
        home.add_child(instance=GuidanceIndexPage(title="Guidance", slug="guidance"))
    if not CollectionIndexPage.objects.exists():
        said = "Pages that belong together, and tasks step by step."
        home.add_child(instance=CollectionIndexPage(title="Collections", slug="collections", introduction=said))


def lay_information() -> int:
    """Publish the pages about the site that come with it, where it has none. Returns how many were made."""
    if InformationPage.objects.exists():
        return 0
    documents = [document_in(path) for path in INFORMATION.glob("*.md")]
    for document in sorted(documents, key=lambda document: document.facts["order"]):
        add_information_page(HomePage.objects.get(), document)
    return len(documents)


def _make_home(purpose: str, introduction: str) -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(title=settings.WAGTAIL_SITE_NAME, slug="front", purpose=purpose, introduction=introduction)
    root.add_child(instance=home)
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for page in root.get_children().exclude(pk=home.pk):
        if page.slug == "home" and page.specific_class is Page:
            page.delete()  # the welcome page that Wagtail's own migrations make
    return HomePage.objects.get(pk=home.pk)
