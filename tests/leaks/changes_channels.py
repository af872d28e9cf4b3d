"""Channels of what happens to a page: its history, what changed, feeds, feedback, links to its paragraphs."""

from django.test import Client

from tests.leaks.channels import Observation, body_of, channel, door, marks
from tests.leaks.world import Item, Person, World


@channel("history of a page")
def history(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "guidance" or not item.live:
        return None, None
    return door(world, person, browser, item, f"{item.object().get_url()}history/")


def _changes(world: World, person: Person, browser: Client, address: str) -> Observation:
    """A change is told to who could see the page then and sees it now: nobody sees another's."""
    seen = marks(world, body_of(browser, address))
    return seen - world.visible(person, "guidance", "annex"), set()


@channel("what has changed")
def changes(world: World, person: Person, browser: Client, item: Item) -> Observation:
    return _changes(world, person, browser, "/changes/")


@channel("feed of changes")
def feed(world: World, person: Person, browser: Client, item: Item) -> Observation:
    return _changes(world, person, browser, "/feeds/changes.atom")


@channel("feed of a theme")
def theme_feed(world: World, person: Person, browser: Client, item: Item) -> Observation:
    return _changes(world, person, browser, f"/feeds/themes/{item.theme}.atom")


@channel("feedback form", late=True)
def feedback_form(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind == "document":
        return None, None
    answer = browser.get("/feedback/page/", {"key": item.key, "answer": "no"})
    named = item.mark.encode() in answer.content
    observed = "asks" if answer.status_code == 200 and named else answer.status_code
    return observed, "asks" if world.may_see(person, item) else 404


@channel("link to a paragraph", late=True)
def paragraph_link(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind == "document":
        return None, None
    answer = browser.get(f"/k/{item.key}/b-12345678")
    observed = "leads on" if answer.status_code == 302 else answer.status_code
    return observed, "leads on" if world.may_see(person, item) else 404
