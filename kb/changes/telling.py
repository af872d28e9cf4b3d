"""Telling those who follow a page what happened to it, in the editor's words."""

from django.utils.translation import gettext_lazy as _

from kb.changes.models import Change, ChangeKind
from kb.changes.pages import ChangeNotedPage
from notices.notifications.actions import tell_followers

WORDS = {
    ChangeKind.MAJOR: _("“%(title)s” has changed: %(note)s"),
    ChangeKind.WITHDRAWN: _("“%(title)s” is withdrawn: %(note)s"),
    ChangeKind.RESTORED: _("“%(title)s” is in force again: %(note)s"),
}


def tell(page: ChangeNotedPage, change: Change) -> None:
    """Followers hear of what matters; a first publication has none yet, and a minor change is silent."""
    if change.kind in WORDS:
        words = str(WORDS[ChangeKind(change.kind)]) % {"title": page.title, "note": change.note}
        tell_followers(page.key, f"{page.key}:change:{change.pk}", words, access=page.access)
