"""Why something could not be done with an item, in words for whoever tried."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from members.models import User
from notices.desk.models import WorkItem, WorkItemStep


class Refused(Exception):
    """It was not done, and nothing has changed. `on` names the field that it is about, if it is about one."""

    def __init__(self, message: str, on: str = "") -> None:
        super().__init__(message)
        self.message, self.on = message, on


def faster(last: WorkItemStep, by: User) -> str:
    """Something happened since the person looked."""
    return _("This has changed since you opened it: %(what)s. Look at it as it is now, then decide again.") % {
        "what": told(last, by)
    }


def wrong_state(last: WorkItemStep, by: User) -> str:
    """The item is not where it would have to be."""
    return _("That cannot be done now: %(what)s.") % {"what": told(last, by)}


def not_yours(item: WorkItem) -> str:
    """Another has it."""
    return _("%(name)s has taken this. Ask them, or an administrator, to hand it over.") % {"name": item.owner}


def told(step: WorkItemStep, by: User) -> str:
    """A step in a few words: what, by whom, when."""
    at = formats.date_format(timezone.localtime(step.at), "j F Y, H:i")
    who = _("you") if step.who_id == by.pk else (step.who or _("the site"))
    return _("%(what)s by %(who)s, %(at)s") % {"what": step.get_what_display().lower(), "who": who, "at": at}
