"""Writing a line of the history, and telling those who follow the page, in the editor's words."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.changes.models import Change, ChangeKind
from kb.changes.pages import ChangeNotedPage, readers_at_this_moment
from notices.notifications.actions import tell_followers
from richtext.characters import drop_controls

# A first publication has no followers yet, and a minor change is silent.
WORDS = {
    ChangeKind.MAJOR: _("“%(title)s” has changed: %(note)s"),
    ChangeKind.WITHDRAWN: _("“%(title)s” is withdrawn: %(note)s"),
    ChangeKind.RESTORED: _("“%(title)s” is in force again: %(note)s"),
}


def note(
    page: ChangeNotedPage, kind: ChangeKind, words: str, *, by_id: int | None, revision_id: int | None = None
) -> Change:
    """Note what happened to a page, as part of the running transaction; followers hear of what matters."""
    change = Change.objects.create(
        key=page.key,
        kind=kind,
        note=drop_controls(words).strip(),
        at=timezone.now(),
        by_id=by_id,
        revision_id=revision_id,
        audience_id=readers_at_this_moment(page),
    )
    if kind in WORDS:
        told = str(WORDS[kind]) % {"title": page.title, "note": change.note}
        tell_followers(page.key, f"{page.key}:change:{change.pk}", told, access=page.access)
    return change
