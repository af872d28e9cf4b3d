"""What keeps the catalogue true: it listens to saves, deletions, moves and changes of audience in the rooms below and above.

Wagtail announces publishing outside its own transaction and `post_save` comes for drafts too, so nothing here trusts
the instance it is given: keys are marked inside the saving transaction, rows are derived from what was committed.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.models import Page

from members.audiences import actions as audience_actions
from members.audiences.access import AudienceControlled
from members.audiences.pages import AudiencePage
from members.signals import audience_changed
from search import catalogue, sources
from search.models import Entry


def connect() -> None:
    """Listen to every registered model. Called once all apps are ready."""
    for source in sources.registered():
        post_save.connect(saved, sender=source.model, dispatch_uid=f"catalogue.{source.kind}")
        pre_delete.connect(deleted, sender=source.model, dispatch_uid=f"catalogue.{source.kind}")
    post_save.connect(tree_changed, sender=Page, dispatch_uid="catalogue.tree")
    audience_changed.connect(audience_was_changed, dispatch_uid="catalogue.audience")


def saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A catalogued row was saved. One that is no longer live leaves at once; others are derived after the commit."""
    source = sources.of_model(sender)
    if source is None:
        return
    key = source.key(instance)
    if getattr(instance, "live", True):
        catalogue.mark([key, *_moved_below(instance, key)])
    else:
        catalogue.forget([key, *_below(instance)])


def deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """A catalogued row is being deleted, in this transaction."""
    if source := sources.of_model(sender):
        catalogue.forget([source.key(instance)])


def tree_changed(instance: Page, **kwargs: Any) -> None:
    """Wagtail saves a page as its base class when it moves it, inside the move's transaction: audiences follow at once."""
    page = instance.specific
    if isinstance(page, AudiencePage):
        audience_actions.recompute(page)
        # Rows may name what they lay in before; nobody reads them again until they have been derived from the new place.
        keys = _keys_below(page)
        catalogue.forget(keys)
        catalogue.mark(keys)


def audience_was_changed(sender: type[AudienceControlled], objects: Iterable[AudienceControlled], **kwargs: Any) -> None:
    """Somebody may see more or less now: the rows say so in the same transaction."""
    if source := sources.of_model(sender):
        catalogue.rewrite_access(source, objects)


def _moved_below(instance: Any, key: str) -> list[str]:
    """Keys under a page whose address is not the catalogued one: its slug was changed, or it is live again."""
    if not isinstance(instance, AudiencePage) or instance.is_leaf():
        return []
    known = Entry.objects.filter(key=key, is_gone=False).values_list("address", flat=True).first()
    return [] if known == instance.get_url() else _below(instance)


def _below(instance: Any) -> list[str]:
    """Keys of what lies under a page: it is there only as long as the page is."""
    if not isinstance(instance, AudiencePage) or instance.is_leaf():
        return []
    return _keys_below(instance)


def _keys_below(page: AudiencePage) -> list[str]:
    """The keys of a page and of all pages under it, with one query for each kind."""
    below = Page.objects.descendant_of(page, inclusive=True).values("pk")
    return [
        f"{source.kind}:{pk}"
        for source in sources.registered()
        if issubclass(source.model, AudiencePage)
        for pk in source.model._base_manager.filter(pk__in=below).values_list("pk", flat=True)
    ]
