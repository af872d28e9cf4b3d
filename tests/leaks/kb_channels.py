"""Channels of collections: pages that list others, and pages that name what they are part of. With their planted leaks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.test import Client

from kb.collections.models import CollectionIndexPage, CollectionPage, CuratedPage, StepByStepPage
from kb.collections.tests.making import collection, group, step, steps
from kb.guidance.models import AnnexPage, GuidancePage
from members.audiences.scopes import SiteRole, role
from search import catalogue
from tests.builders import PRACTITIONERS
from tests.leaks.channels import Observation, body_of, channel, marks
from tests.leaks.plants import everything, plant
from tests.leaks.world import Item, Person, World

OPEN, CLOSED, TASK = "Everything listed", "Everything listed for practitioners", "Everything step by step"


@contextmanager
def _listed(world: World) -> Iterator[None]:
    """Within this there are two collections, one of them for few, and a step-by-step. Each lists every page there is.

    Afterwards nobody finds them: other channels count what is on the site.
    """
    if not CollectionPage.objects.exists():
        collection(world.site, OPEN)
        collection(world.site, CLOSED, audience=PRACTITIONERS)
        steps(world.site, TASK)
    pages = [*GuidancePage.objects.order_by("pk"), *AnnexPage.objects.order_by("pk")]
    lists = (*CollectionPage.objects.all(), StepByStepPage.objects.get())
    for page in lists:
        if {chosen.pk for part in page.parts for chosen in part.value["pages"] if chosen} != {chosen.pk for chosen in pages}:
            _list(page, pages)
    # Of these pages alone the catalogue is told: the index, and all other rows, stay as late as they are.
    catalogue.derive(page.key for page in lists)
    yield
    catalogue.forget(page.key for page in lists)


def _list(page: CuratedPage, pages: list[Any]) -> None:
    page.themes = []
    if isinstance(page, StepByStepPage):
        page.steps = [step("All of it", *pages)]
    else:
        page.groups = [group("All of it", *pages)]
    page.save_revision().publish()


def _address(title: str) -> str:
    page = CollectionIndexPage.objects.get().get_children().get(title=title)
    return page.specific.get_url() or ""


@channel("collection", late=True)
def collection_page(world: World, person: Person, browser: Client, item: Item) -> Observation:
    with _listed(world):
        return marks(world, body_of(browser, _address(OPEN))), world.visible(person, "guidance", "annex")


@channel("step-by-step", late=True)
def step_by_step(world: World, person: Person, browser: Client, item: Item) -> Observation:
    with _listed(world):
        return marks(world, body_of(browser, _address(TASK))), world.visible(person, "guidance", "annex")


@channel("part of")
def part_of(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """Collections that list a page, on that page: not those which its reader may not see."""
    if item.kind != "guidance" or not world.may_see(person, item):
        return None, None
    with _listed(world):
        html = body_of(browser, item.object().get_url())
    found = {title for title in (OPEN, CLOSED, TASK) if f">{title}</a>" in html.replace("</span> ", ">")}
    may_see_closed = person.scopes & {role(r) for r in (SiteRole.PRACTITIONER, SiteRole.EDITOR, SiteRole.ADMINISTRATOR)}
    return found, {OPEN, TASK, *([CLOSED] if may_see_closed else [])}


@channel("way through a step-by-step", late=True)
def step_navigation(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """The other pages of a step-by-step, and the ones before and after, on each of its pages."""
    if item.kind != "guidance" or not world.may_see(person, item):
        return None, None
    with _listed(world):
        html = body_of(browser, item.object().get_url())
    shown = re.search(r'<nav class="px-step-navigation".*?</nav>(\s*<nav class="px-way".*?</nav>)?', html, re.DOTALL)
    return marks(world, shown.group() if shown else ""), world.visible(person, "guidance", "annex")


@plant("collection", "step-by-step", "part of", "way through a step-by-step")
def collections_list_without_asking() -> Iterator[None]:
    with patch("kb.collections.reading.entries_for", lambda viewer: everything()):
        yield
