"""Audiences on Wagtail pages: what a page adds to the rule because pages form a tree and have revisions."""

from typing import Any, ClassVar

from wagtail.models import Page, PageViewRestriction

from members.audiences.access import ACCESS_COLUMNS, AudienceControlled
from members.audiences.clauses import PUBLIC, Clauses
from members.audiences.scopes import SiteRole, role

EDITORS = frozenset({role(SiteRole.EDITOR)})


class AudiencePage(AudienceControlled, Page):
    """The base of every page type of the site. Wagtail's own privacy dialog is empty on it."""

    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and when new, raise the fail-closed mirror. Source: wagtail.models.Page.save."""
        adding = self._state.adding
        super().save(*args, **kwargs)
        if adding:
            mirror(self)

    def with_content_json(self, content: dict[str, Any]) -> "AudiencePage":
        """A revision's content on this page; who may see the page is never part of it. Source: Page."""
        page: AudiencePage = super().with_content_json(content)
        for column in ACCESS_COLUMNS:
            setattr(page, column, getattr(self, column))
        return page

    def always_admitted(self) -> frozenset[str]:
        """Editors: inside the CMS they can read every page, and the panel says so. Source: AudienceControlled."""
        return EDITORS

    def parent_clauses(self) -> Clauses:
        """What the parent page admits. Source: AudienceControlled."""
        parent = self.get_parent()
        specific = parent.specific if parent else None
        return specific.audience.as_clauses() if isinstance(specific, AudiencePage) else PUBLIC


def mirror(page: AudiencePage) -> None:
    """Keep Wagtail's own doors shut too: a login restriction wherever the page asks for less than everybody."""
    if page.own_audience.as_clauses().is_public:
        PageViewRestriction.objects.filter(page_id=page.pk).delete()
    else:
        PageViewRestriction.objects.update_or_create(
            page_id=page.pk, defaults={"restriction_type": PageViewRestriction.LOGIN}
        )
