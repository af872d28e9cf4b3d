"""Builds collections and step-by-steps for tests."""

import uuid
from typing import Any

from kb.collections.models import CollectionIndexPage, CollectionPage, CuratedPage, StepByStepPage
from members.audiences.clauses import PUBLIC, Clauses
from members.models import Audience
from tests.builders import Site


def part(kind: str, heading: str, *pages: Any, **value: Any) -> dict[str, Any]:
    """A group or step in the stored form."""
    return {"type": kind, "value": {"heading": heading, "pages": [p.pk for p in pages], **value}, "id": str(uuid.uuid4())}


def group(heading: str, *pages: Any) -> dict[str, Any]:
    return part("group", heading, *pages)


def step(heading: str, *pages: Any, text: str = "") -> dict[str, Any]:
    return part("step", heading, *pages, text=text)


def collection(site: Site, title: str, *groups: dict[str, Any], audience: Clauses = PUBLIC) -> CollectionPage:
    """A published collection. It is found once the site has settled."""
    return _published(CollectionPage(title=title, groups=list(groups)), site, audience)


def steps(site: Site, title: str, *parts: dict[str, Any], audience: Clauses = PUBLIC) -> StepByStepPage:
    """A published step-by-step. It is found once the site has settled."""
    return _published(StepByStepPage(title=title, steps=list(parts)), site, audience)


def _published(page: CuratedPage, site: Site, audience: Clauses) -> Any:
    page.live, page.summary = False, f"About {page.title}."
    page.own_audience = Audience.objects.store(audience.admitting(page.always_admitted()))
    page.themes = site.themes[:1]
    CollectionIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
