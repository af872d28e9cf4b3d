"""Noting each publication in the history, in the transaction that publishes."""

from typing import Any

from django.utils import timezone

from kb.changes.forms import ChangeType
from kb.changes.models import WITH_TEXT, Change, ChangeKind
from kb.changes.noting import note
from kb.changes.pages import ChangeNotedPage, LookedAfterPage, set_facts
from kb.changes.reviewing import first_review


def record_publication(sender: type[Any], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """After a page was saved: if that published a revision, note it once.

    Wagtail announces publishing outside its transaction; this hangs on the saving inside, so that a process that dies
    leaves neither a change without a note nor a note without a change.
    """
    if raw or not isinstance(instance, ChangeNotedPage) or not instance.live or not instance.live_revision_id:
        return
    if instance.alias_of_id or Change.objects.filter(revision_id=instance.live_revision_id).exists():
        return
    kind = _kind(instance)
    facts = _facts(instance, kind)
    words = instance.change_note if kind != ChangeKind.FIRST else ""
    note(instance, kind, words, by_id=instance.live_revision.user_id, revision_id=instance.live_revision_id)
    if facts:
        set_facts(instance, **facts)


def _kind(page: ChangeNotedPage) -> ChangeKind:
    """What publishing this page now means. Whoever publishes without a form, and says nothing, changes little."""
    if not Change.objects.filter(key=page.key, kind__in=WITH_TEXT).exists():
        return ChangeKind.FIRST
    return ChangeKind.MAJOR if page.change_type == ChangeType.MAJOR else ChangeKind.MINOR


def _facts(page: ChangeNotedPage, kind: ChangeKind) -> dict[str, Any]:
    """The columns that go with it: the date readers see, and the first date of review."""
    facts: dict[str, Any] = {} if kind == ChangeKind.MINOR else {"changed_at": timezone.now()}
    if kind == ChangeKind.FIRST and isinstance(page, LookedAfterPage) and page.next_review_on is None:
        facts |= first_review(page)
    return facts
