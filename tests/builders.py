"""Builds small sites for tests, through the same doors that people and commands use."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from config.foundation import lay_foundation
from files.models import SiteDocument
from kb.guidance.models import AnnexPage, GuidanceIndexPage, GuidancePage
from kb.home.models import HomePage
from kb.themes.models import Theme
from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.models import Area, Audience, Organisation, OrganisationPost, Region, Sector, User
from members.roles import give_roles
from search import worker

PRACTITIONERS = Clauses.of([[role(SiteRole.PRACTITIONER)]])
MEMBERS = Clauses.of([[role(SiteRole.MEMBER)]])


def block(kind: str, value: Any) -> dict[str, Any]:
    """A block in the stored form."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def text(html: str) -> dict[str, Any]:
    """A block of running text."""
    return block("text", html)


def heading(words: str, level: int = 2) -> dict[str, Any]:
    """A heading inside a chapter."""
    return block("heading", {"text": words, "level": str(level)})


def chapter(words: str, *body: dict[str, Any]) -> dict[str, Any]:
    """A chapter."""
    return block("chapter", {"heading": words, "body": list(body)})


def annex(words: str, *body: dict[str, Any]) -> dict[str, Any]:
    """A lettered annex."""
    return block("annex", {"heading": words, "body": list(body)})


@dataclass
class Site:
    """A site with its foundation, and methods that add to it."""

    home: HomePage
    index: GuidanceIndexPage
    themes: list[Theme]
    regions: list[Region]
    sectors: list[Sector]

    @classmethod
    def build(cls) -> "Site":
        """Three themes, two regions with an area and an organisation each, two sectors, front page and guidance list."""
        themes = [
            Theme.objects.create(code=c, slug=c, name=c.title(), order=n) for n, c in enumerate(("alpha", "beta", "gamma"))
        ]
        regions = [Region.objects.create(code=c, slug=c, name=c.title(), order=n) for n, c in enumerate(("north", "south"))]
        sectors = [
            Sector.objects.create(code=c, slug=c, name=c.title(), order=n) for n, c in enumerate(("schools", "police"))
        ]
        for region in regions:
            area = Area.objects.create(code=f"area-{region.code}", name=f"Area {region.name}", region=region)
            Organisation.objects.create(code=f"org-{region.code}", name=f"Org {region.name}", area=area, sector=sectors[0])
        lay_foundation()
        return cls(HomePage.objects.get(), GuidanceIndexPage.objects.get(), themes, regions, sectors)

    def person(self, *roles: SiteRole, region: Region | None = None, name: str = "") -> User:
        """Somebody with these roles, working in an organisation of this region."""
        name = name or f"Person {uuid.uuid4().hex[:8]}"
        user = User.objects.create_user(f"{uuid.uuid4().hex[:12]}@example.org", name, "a long enough password")
        give_roles(user, *roles)
        if region:
            OrganisationPost.objects.create(
                person=user,
                organisation=Organisation.objects.get(area__region=region),
                title="Officer",
                started_on=timezone.localdate() - timedelta(days=30),
            )
        return user

    def in_region(self, region: Region) -> Clauses:
        """The audience of everybody who works in a region."""
        return Clauses.of([[scope(ScopeKind.REGION, region.pk)]])

    def guidance(
        self,
        title: str = "Guidance",
        *parts: dict[str, Any],
        audience: Clauses = PUBLIC,
        themes: list[Theme] | None = None,
        publish: bool = True,
        **fields: Any,
    ) -> GuidancePage:
        """A guidance page, published unless told otherwise. It is found once `settle` has run."""
        page = GuidancePage(title=title, live=False, **{"summary": f"About {title}.", **fields})
        page.own_audience = Audience.objects.store(audience.admitting(page.always_admitted()))
        page.chapters = list(parts) or [chapter("First", text("<p>Words.</p>"))]
        page.themes = themes if themes is not None else self.themes[:1]
        self.index.refresh_from_db()
        self.index.add_child(instance=page)
        revision = page.save_revision()
        if publish:
            revision.publish()
        return GuidancePage.objects.get(pk=page.pk)

    def annex_page(self, guidance: GuidancePage, title: str = "Annex", *body: Any, audience: Clauses = PUBLIC) -> AnnexPage:
        """An annex with readers of its own, published."""
        page = AnnexPage(title=title, live=False, body=list(body) or [text("<p>Annex words.</p>")])
        page.own_audience = Audience.objects.store(audience.admitting(page.always_admitted()))
        guidance.refresh_from_db()
        guidance.add_child(instance=page)
        page.save_revision().publish()
        return AnnexPage.objects.get(pk=page.pk)

    def document(self, title: str = "Paper", content: bytes = b"words", name: str = "paper.txt") -> SiteDocument:
        """A document whose readers nobody has settled yet."""
        return SiteDocument.objects.create(title=title, file=ContentFile(content, name))

    def settle(self) -> None:
        """Let the background work finish: what was changed is found, what was withdrawn is forgotten."""
        worker.drain_all()
