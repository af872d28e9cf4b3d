"""Audiences on Wagtail pages: what a page adds to the rule because pages form a tree and have revisions."""

from typing import Any, ClassVar

from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from members.audiences.access import Access, AudienceControlled
from members.audiences.scopes import SiteRole, role
from members.models import AccessEpoch
from members.models.kept import SetByActions

EDITORS = frozenset({role(SiteRole.EDITOR)})


class AudiencePage(AudienceControlled, Page):  # type: ignore[django-manager-missing]  # Wagtail is untyped
    """The base of every page type of the site. Wagtail's own privacy dialog is empty on it."""

    private_page_options: ClassVar[list[str]] = []
    # What is read along with a page that is about to be shown.
    read_with: ClassVar[tuple[str, ...]] = ("audience", "own_audience")

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and when new, raise the fail-closed mirror. Source: wagtail.models.Page.save.

        A new page holds off changes of audiences while it reads its parent's: else it could miss one.
        """
        adding = self._state.adding
        if adding:
            AccessEpoch.lock()
        super().save(*args, **kwargs)
        if adding:
            mirror(self)

    def with_content_json(self, content: dict[str, Any]) -> "AudiencePage":
        """A revision's content on this page; what actions set, as who may see it, is never part of it. Source: Page."""
        page: AudiencePage = super().with_content_json(content)
        for field in self._meta.concrete_fields:
            if isinstance(field, SetByActions):
                setattr(page, field.attname, getattr(self, field.attname))
        return page

    def get_view_restrictions(self) -> Any:
        """Restrictions on the page and what it lies in, with one query where Wagtail takes two. Source: Page.

        A page that mirrors another obeys that one's too, and takes Wagtail's way.
        """
        if self.alias_of_id:
            return super().get_view_restrictions()
        lies_in = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=lies_in)

    def always_admitted(self) -> frozenset[str]:
        """Editors: inside the CMS they can read every page, and the panel says so. Source: AudienceControlled."""
        return EDITORS

    def parent_access(self) -> Access:
        """What the parent page, as it is stored, allows. Source: AudienceControlled."""
        parent = self.get_parent(update=True)
        specific = parent.specific if parent else None
        return specific.access if isinstance(specific, AudiencePage) else Access()


def mirror(page: AudiencePage) -> None:
    """Keep Wagtail's own doors shut too: a login restriction wherever the page asks for less than everybody."""
    restrictions = PageViewRestriction.objects.filter(page_id=page.pk)
    if page.own_audience.as_clauses().is_public:
        restrictions.delete()
    elif not restrictions.filter(restriction_type=PageViewRestriction.LOGIN).exists():
        PageViewRestriction.objects.create(page_id=page.pk, restriction_type=PageViewRestriction.LOGIN)
