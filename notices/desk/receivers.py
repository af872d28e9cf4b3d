"""What the desk does when others announce something: people lose their roles, mail is in doubt."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import User
from notices.desk import actions
from notices.desk.models import ItemState, StepKind, WorkItem, WorkItemStep
from notices.desk.queries import in_role
from notices.mail import signals as mail_signals
from notices.mail.models import OutgoingMail

MAIL_IN_DOUBT = "mail-in-doubt"


def connect() -> None:
    """Listen. Called once the apps are ready."""
    m2m_changed.connect(roles_changed, sender=User.groups.through, dispatch_uid="desk.roles")
    post_save.connect(account_changed, sender=User, dispatch_uid="desk.account")
    pre_delete.connect(account_leaves, sender=User, dispatch_uid="desk.account_leaves")
    mail_signals.held.connect(mail_held, dispatch_uid="desk.mail_held")
    mail_signals.settled.connect(mail_settled, dispatch_uid="desk.mail_settled")


def roles_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Roles were taken away, from either end of the relation: what their holders had taken is open again."""
    if action not in ("post_remove", "post_clear"):
        return
    if not reverse:
        return_what_cannot_be_done(Q(owner=instance.pk))
    else:
        return_what_cannot_be_done(Q(owner__in=pk_set) if pk_set else Q())


def account_changed(instance: User, created: bool, **kwargs: Any) -> None:
    """An account was closed, or is no longer an administrator's."""
    if not created and not (kwargs.get("update_fields") and "is_active" not in kwargs["update_fields"]):
        return_what_cannot_be_done(Q(owner=instance.pk))


def account_leaves(instance: User, **kwargs: Any) -> None:
    """An account is about to be deleted."""
    _return(WorkItem.objects.filter(state=ItemState.TAKEN, owner=instance.pk))


def return_what_cannot_be_done(owned: Q | None = None) -> None:
    """Open again what was taken by people who are no longer active, or no longer in the role it is for. Safe to repeat."""
    taken = WorkItem.objects.filter(owned or Q(), state=ItemState.TAKEN)
    for role in taken.order_by().values_list("for_role", flat=True).distinct():
        doers = User.objects.filter(in_role(role), is_active=True)
        _return(taken.filter(for_role=role).exclude(owner__in=doers))


@transaction.atomic
def _return(items: Iterable[WorkItem]) -> None:
    for item in items:
        returned = WorkItem.objects.filter(pk=item.pk, state=ItemState.TAKEN, owner=item.owner_id)
        if returned.update(state=ItemState.OPEN, owner=None):
            WorkItemStep.objects.create(item=item, who=None, what=StepKind.RETURNED, whom_id=item.owner_id)


def mail_held(mail: OutgoingMail, **kwargs: Any) -> None:
    """A mail may have been sent or not: an administrator decides."""
    actions.open_item(
        kind=MAIL_IN_DOUBT,
        event=_event_of(mail),
        title=_("Was this mail delivered? %(subject)s") % {"subject": mail.subject},
        text=_("The mail server was given a mail to %(address)s, and its answer never came.") % {"address": mail.address},
        address=reverse("mail:in_doubt", args=[mail.pk]),
    )


def mail_settled(mail: OutgoingMail, by: User | None, **kwargs: Any) -> None:
    """Somebody decided, or the server answered after all."""
    actions.close_of_event(_event_of(mail), by=by)


def _event_of(mail: OutgoingMail) -> str:
    """A mail that is sent again and falls in doubt again is a question of its own."""
    claimed = mail.claimed_at.timestamp() if mail.claimed_at else 0
    return f"{MAIL_IN_DOUBT}:{mail.pk}:{claimed}"
