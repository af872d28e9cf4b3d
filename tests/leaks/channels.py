"""The ways in which somebody could learn that a thing exists. Each says what a person observes, and what they may."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client

from tests.leaks.world import COMMON, Item, Person, World

Observation = tuple[object, object]  # (what was observed, what the books allow)
Look = Callable[[World, Person, Client, Item], Observation]


@dataclass(frozen=True)
class Channel:
    """`late` channels show a thing only once the index has caught up; before that they may show less, never more."""

    name: str
    look: Look
    late: bool = False


CHANNELS: dict[str, Channel] = {}


def channel(name: str, *, late: bool = False) -> Callable[[Look], Look]:
    """Register a channel."""

    def register(look: Look) -> Look:
        CHANNELS[name] = Channel(name, look, late)
        return look

    return register


def marks(world: World, html: str) -> set[str]:
    """The keys of items whose mark or word can be read here."""
    return {item.key for item in world.items if item.mark in html or item.word in html}


def body_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def door(world: World, person: Person, browser: Client, item: Item, address: str) -> Observation:
    """A page or file of one item: there for who may see it, and otherwise as if it had never been."""
    answer = browser.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    opened = answer.status_code == 200 and (item.mark.encode() in content or item.word.encode() in content)
    observed = "open" if opened else shut_as(answer.status_code, content, address)
    nowhere = "/guidance/there-never-was-such-a-page/"
    absent = browser.get(nowhere)
    return observed, "open" if world.may_see(person, item) else shut_as(absent.status_code, absent.content, nowhere)


def shut_as(status: int, content: bytes, address: str) -> tuple[int, str]:
    """The fingerprint of an answer, without the address that it echoes."""
    body = content.decode(errors="replace").replace(address, "").replace(address.replace("/", "%2F"), "")
    return status, hashlib.sha256(body.encode()).hexdigest()[:12]


@channel("guidance page")
def guidance_page(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "guidance" or not item.live:
        return None, None
    return door(world, person, browser, item, item.object().get_url())


@channel("chapter")
def chapter_page(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "guidance" or not item.live:
        return None, None
    return door(world, person, browser, item, f"{item.object().get_url()}chapter-{item.mark.lower()}/")


@channel("annex page")
def annex_page(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "annex" or not item.live:
        return None, None
    return door(world, person, browser, item, item.object().get_url())


@channel("contents list")
def contents_list(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """Annexes with readers of their own, in the contents of their guidance."""
    holder = item.parent or item
    if holder.kind != "guidance" or not world.may_see(person, holder):
        return None, None
    html = body_of(browser, holder.object().get_url()).split('id="related')[0]
    annexes = {i.key for i in world.items if i.kind == "annex" and i.parent is holder}
    return marks(world, html) & annexes, annexes & world.visible(person, "annex")


@channel("attachments on a page")
def attachments(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "guidance" or not world.may_see(person, item):
        return None, None
    held = {b.value["document"].pk for b in item.object().opening if b.block_type == "attachment" and b.value["document"]}
    documents = {i.key for i in world.items if i.kind == "document" and i.pk in held}
    return marks(world, body_of(browser, item.object().get_url())) & documents, documents & world.visible(person, "document")


@channel("document file")
def document_file(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "document":
        return None, None
    return door(world, person, browser, item, item.object().url)


@channel("short address", late=True)
def short_address(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind == "document":
        return None, None
    address = f"/k/{item.key}"
    answer = browser.get(address)
    if answer.status_code == 302:
        return "leads on", "leads on" if world.may_see(person, item) else "leads nowhere"
    return shut_as(answer.status_code, answer.content, address)[0], 404 if not world.may_see(person, item) else "leads on"


@channel("old address")
def old_address(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if not item.old_addresses or not item.live:
        return None, None
    if item.object().get_url() == item.old_addresses[-1]:
        return None, None
    answer = browser.get(item.old_addresses[-1])
    observed = "leads on" if answer.status_code in (301, 302) else answer.status_code
    return observed, "leads on" if world.may_see(person, item) else 404


@channel("search hits", late=True)
def search_hits(world: World, person: Person, browser: Client, item: Item) -> Observation:
    html = body_of(browser, f"/search/?q={item.word}").replace(item.word, "", 3)
    found = {item.key} if item.mark in html else set()
    return found, {item.key} & world.visible(person, "guidance", "annex")


@channel("search list", late=True)
def search_list(world: World, person: Person, browser: Client, item: Item) -> Observation:
    pages = (body_of(browser, f"/search/?q={COMMON}&page={n}") for n in (1, 2, 3))
    return marks(world, "".join(pages)), world.visible(person, "guidance", "annex")


@channel("search total", late=True)
def search_total(world: World, person: Person, browser: Client, item: Item) -> Observation:
    results = browser.get(f"/search/?q={COMMON}").context["results"]
    return results.total, len(world.visible(person, "guidance", "annex"))


@channel("facet counts", late=True)
def facet_counts(world: World, person: Person, browser: Client, item: Item) -> Observation:
    results = browser.get(f"/search/?q={COMMON}").context["results"]
    counts = {(f.name, o.value): o.count for f in results.facets for o in f.options}
    allowed = {
        ("kind", kind): len(world.visible(person, kind)) for kind in ("guidance", "annex") if world.visible(person, kind)
    }
    return {name: n for name, n in counts.items() if name[0] == "kind"}, allowed


@channel("search without an engine", late=True)
def degraded(world: World, person: Person, browser: Client, item: Item) -> Observation:
    from unittest.mock import patch

    from search.engines import EngineUnavailable

    with patch("search.finding.engine", side_effect=EngineUnavailable("stopped for this look")):
        pages = (body_of(browser, f"/search/?q={COMMON}&page={n}") for n in (1, 2, 3))
        return marks(world, "".join(pages)), world.visible(person, "guidance")


@channel("theme page", late=True)
def theme_page(world: World, person: Person, browser: Client, item: Item) -> Observation:
    pages = "".join(body_of(browser, f"/themes/{theme.slug}/") for theme in world.site.themes)
    return marks(world, pages), world.visible(person, "guidance", "annex")


@channel("guidance list", late=True)
def guidance_list(world: World, person: Person, browser: Client, item: Item) -> Observation:
    return marks(world, body_of(browser, "/guidance/")), world.visible(person, "guidance")


@channel("latest on the front page", late=True)
def latest(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """At most six are shown, so who may see more sees the newest; nobody sees another."""
    answer = browser.get("/")
    allowed = world.visible(person, "guidance", "annex")
    seen = marks(world, answer.content.decode()) - allowed
    return (seen, len(answer.context["latest"])), (set(), min(6, len(allowed)))


@channel("related items", late=True)
def related(world: World, person: Person, browser: Client, item: Item) -> Observation:
    if item.kind != "guidance" or not world.may_see(person, item):
        return None, None
    html = body_of(browser, item.object().get_url())
    section = re.search(r'id="related.*', html, re.DOTALL)
    seen = marks(world, section.group() if section else "") - {item.key}
    return seen - world.visible(person, "guidance", "annex"), set()
