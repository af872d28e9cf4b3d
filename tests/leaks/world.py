"""A small site full of secrets, and books about it that never look at the code under test."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from files.models import SiteDocument
from kb.guidance.models import AnnexPage, GuidancePage
from members.audiences import actions
from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.scopes import ScopeKind, SiteRole, role, scope
from members.models import NamedGroup, NamedGroupMembership, OrganisationPost, User
from members.roles import give_roles
from tests.builders import Site, block, chapter, heading, text

COMMON = "commonword"


@dataclass
class Item:
    """One secret. `word` stands in its text and `mark` in its title; both occur nowhere else."""

    number: int
    kind: str
    clauses: Clauses
    parent: "Item | None" = None
    live: bool = True
    is_copy: bool = False
    ends: datetime | None = None
    theme: str = "alpha"
    pk: int = 0
    old_addresses: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        return f"zq{self.number}wordz"

    @property
    def mark(self) -> str:
        return f"Zq{self.number}markz"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    def object(self) -> Any:
        model = {"guidance": GuidancePage, "annex": AnnexPage, "document": SiteDocument}[self.kind]
        return model.objects.get(pk=self.pk)


@dataclass
class Person:
    """Somebody who looks. `scopes` is what the books say they are."""

    user: User | None
    scopes: set[str]

    def browser(self) -> Client:
        browser = Client(raise_request_exception=True)
        if self.user:
            self.user.refresh_from_db()
            browser.force_login(self.user)
        return browser


class World:
    """Items, people and changes, all from one seed."""

    def __init__(self, site: Site, seed: int) -> None:
        self.random = random.Random(seed)
        self.site = site
        self.groups = [NamedGroup.objects.create(name=f"Group {n}") for n in range(2)]
        self.items: list[Item] = []
        self.people = self._people()
        for _ in range(5):
            self.add_guidance()
        for _ in range(3):
            self.add_annex()
        for _ in range(3):
            self.add_document()
        site.settle()

    # What the rule says, in plain Python.

    def may_see(self, person: Person, item: Item) -> bool:
        now = timezone.now()
        chain = []
        link: Item | None = item
        while link:
            chain.append(link)
            link = link.parent
        if not all(part.live and not (part.ends and part.ends <= now) for part in chain):
            return False
        editors = {role(SiteRole.EDITOR), role(SiteRole.ADMINISTRATOR)}
        return all(bool((clause | editors) & person.scopes) for part in chain for clause in part.clauses)

    def visible(self, person: Person, *kinds: str) -> set[str]:
        return {item.key for item in self.items if item.kind in kinds and self.may_see(person, item)}

    # Changes. Each returns the item it was about.

    def change(self) -> Item:
        changes: list[Callable[[], Item]] = [
            self.set_audience,
            self.set_audience,
            self.expire,
            self.unpublish,
            self.publish,
            self.move_annex,
            self.copy,
            self.delete,
            self.revoke,
            self.grant,
            self.rename,
            self.revert,
        ]
        item = self.random.choice(changes)()
        if sum(i.kind != "document" for i in self.items) < 5:
            self.add_guidance()
        return item

    def set_audience(self) -> Item:
        item = self._any("guidance", "annex", "document")
        item.clauses, item.ends = self._clauses(), None
        actions.set_audience(item.object(), item.clauses)
        return item

    def expire(self) -> Item:
        item = self._any("guidance", "annex", "document")
        item.ends = timezone.now() - timedelta(seconds=1)
        actions.set_audience(item.object(), item.clauses, visible_until=item.ends)
        return item

    def unpublish(self) -> Item:
        item = self._any("guidance", "annex")
        item.object().unpublish()
        item.live = False
        return item

    def publish(self) -> Item:
        item = self._any("guidance", "annex")
        item.object().get_latest_revision().publish()
        item.live = True
        return item

    def revert(self) -> Item:
        """An old revision is published again: who may see the page must not come back with it."""
        item = self.random.choice([i for i in self.items if i.kind != "document" and not i.is_copy])
        item.object().revisions.order_by("pk").first().publish()
        item.live = True
        return item

    def rename(self) -> Item:
        item = self._any("guidance")
        page = item.object().get_latest_revision_as_object()
        item.old_addresses.append(page.get_url())
        page.slug = f"renamed-{self.random.getrandbits(40):x}"
        page.save_revision().publish()
        item.live = True
        self._follow_redirect(item, page)
        return item

    def move_annex(self) -> Item:
        annexes = [i for i in self.items if i.kind == "annex"]
        item = self.random.choice(annexes) if annexes else self.add_annex()
        target = self._any("guidance")
        item.object().move(target.object(), pos="last-child")
        item.parent = target
        return item

    def copy(self) -> Item:
        item = self._any("guidance")
        copied = item.object().copy(
            update_attrs={"slug": f"copy-{self.random.getrandbits(40):x}"}, recursive=False, copy_revisions=False
        )
        new = Item(
            self.random.randrange(10**6),
            "guidance",
            item.clauses,
            ends=item.ends,
            live=copied.live,
            is_copy=True,
            pk=copied.pk,
        )
        self._rewrite(new, copied)
        self.items.append(new)
        return new

    def delete(self) -> Item:
        item = self._any("guidance", "annex")
        below = [i for i in self.items if i is item or i.parent is item]
        item.object().delete()
        for gone in below:
            gone.live = False
        self.items = [i for i in self.items if i not in below]
        return item

    def revoke(self) -> Item:
        person = self.random.choice([p for p in self.people if p.user])
        user = person.user
        assert user is not None
        give_roles(user)
        NamedGroupMembership.objects.filter(person=user).update(ends_at=timezone.now() + timedelta(days=1))
        for membership in user.group_memberships.all():
            membership.delete()
        for post in user.posts.all():
            post.ended_on = timezone.localdate()
            post.save()
        person.scopes = {scope(ScopeKind.PERSON, user.pk)}
        return self._any("guidance")

    def grant(self) -> Item:
        person = self.random.choice([p for p in self.people if p.user])
        assert person.user is not None
        give_roles(person.user, SiteRole.PRACTITIONER)
        person.scopes -= {word for word in person.scopes if word.startswith("role:")}
        person.scopes |= {role(SiteRole.PRACTITIONER), role(SiteRole.MEMBER)}
        return self._any("guidance")

    # Making things.

    def add_guidance(self) -> Item:
        item = Item(len(self.items) + 1000 * bool(self.items) + self.random.randrange(10**6), "guidance", self._clauses())
        parts = self._parts(item)
        theme = self.random.choice(self.site.themes)
        item.theme = theme.code
        page = self.site.guidance(item.mark, *parts, audience=item.clauses, themes=[theme], summary=f"{COMMON} {item.mark}")
        item.pk = page.pk
        self.items.append(item)
        return item

    def add_annex(self) -> Item:
        parent = self._any("guidance")
        item = Item(self.random.randrange(10**6), "annex", self._clauses(), parent=parent, theme=parent.theme)
        words = text(f"<p>{COMMON} {item.word}</p>")
        item.pk = self.site.annex_page(parent.object(), item.mark, words, audience=item.clauses).pk
        self.items.append(item)
        return item

    def add_document(self) -> Item:
        """A document attached to a guidance; its own readers are settled, so page and file may differ."""
        holder = self._any("guidance")
        item = Item(self.random.randrange(10**6), "document", self._clauses())
        document = SiteDocument.objects.create(
            title=item.mark, audience_settled=True, file=ContentFile(item.word.encode(), f"{item.word}.txt")
        )
        item.pk = document.pk
        actions.set_audience(document, item.clauses)
        page = holder.object()
        page.opening = [*page.opening.raw_data, block("attachment", {"document": document.pk, "title": ""})]
        revision = page.save_revision()
        if holder.live:
            revision.publish()
        self.items.append(item)
        return item

    def _parts(self, item: Item) -> list[dict[str, Any]]:
        words = text(f"<p>{COMMON} {item.word}</p>")
        return [chapter(f"Chapter {item.mark}", text("<p>Before.</p>"), heading(f"Part {item.mark}"), words)]

    def _rewrite(self, item: Item, page: GuidancePage) -> None:
        """Give a copy words of its own, so that it can be told from what it was copied from."""
        page.title = page.draft_title = item.mark
        page.summary = f"{COMMON} {item.mark}"
        page.chapters, page.opening = self._parts(item), []
        page.themes = self.site.themes[:1]
        revision = page.save_revision()
        if item.live:
            revision.publish()

    def _follow_redirect(self, item: Item, page: GuidancePage) -> None:
        from wagtail.contrib.redirects.models import Redirect

        Redirect.objects.filter(old_path=Redirect.normalise_path(item.old_addresses[-1])).delete()
        Redirect.add_redirect(old_path=item.old_addresses[-1], redirect_to=GuidancePage.objects.get(pk=item.pk))

    def _any(self, *kinds: str) -> Item:
        return self.random.choice([item for item in self.items if item.kind in kinds])

    def _clauses(self) -> Clauses:
        choices = [
            PUBLIC,
            Clauses.of([[role(SiteRole.MEMBER)]]),
            Clauses.of([[role(SiteRole.PRACTITIONER)]]),
            Clauses.of([[role(SiteRole.PRACTITIONER)], [scope(ScopeKind.REGION, self.site.regions[0].pk)]]),
            Clauses.of([[scope(ScopeKind.GROUP, self.groups[0].pk)]]),
            Clauses.of([[scope(ScopeKind.PERSON, p.user.pk) for p in self.people[1:3] if p.user]]),
        ]
        return self.random.choice(choices)

    def _people(self) -> list[Person]:
        practitioner, member = SiteRole.PRACTITIONER, SiteRole.MEMBER
        north, south = self.site.regions
        people = [Person(None, set())]
        for roles, region in (((), None), ((member,), south), ((practitioner,), north), ((practitioner,), south)):
            people.append(self._person(roles, region))
        people.append(self._person((SiteRole.EDITOR,), None))
        people.append(self._person((SiteRole.ADMINISTRATOR,), None))
        in_group = self._person((member,), north)
        assert in_group.user is not None
        NamedGroupMembership.objects.create(group=self.groups[0], person=in_group.user)
        in_group.scopes.add(scope(ScopeKind.GROUP, self.groups[0].pk))
        return [*people, in_group]

    def _person(self, roles: tuple[SiteRole, ...], region: Any) -> Person:
        user = self.site.person(*roles, region=region)
        scopes = {scope(ScopeKind.PERSON, user.pk), *map(role, roles), *([role(SiteRole.MEMBER)] if roles else [])}
        if region:
            post = OrganisationPost.objects.select_related("organisation").get(person=user)
            organisation = post.organisation
            scopes |= {
                scope(ScopeKind.REGION, region.pk),
                scope(ScopeKind.AREA, organisation.area_id),
                scope(ScopeKind.ORGANISATION, organisation.pk),
                scope(ScopeKind.SECTOR, organisation.sector_id),
            }
        return Person(user, scopes)
