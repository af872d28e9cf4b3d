"""What people do with items: one function each, one transaction each, one step in the record each.

Two people, or one person in two tabs, may do different things at the same moment. The row is locked, so one of them is
first; the other is told who was faster and what they did. Doing the same again is no mistake, and changes nothing.
`seen` is the number of the last step that a person had before them; None means that they saw the item as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from members.audiences.scopes import SiteRole
from members.models import User
from notices.desk import kinds, queries
from notices.desk.models import CLOSED, UNFINISHED, ItemState, StepKind, WorkItem, WorkItemStep
from notices.desk.refusals import Refused, faster, not_yours, wrong_state
from notices.events import check_event
from notices.notifications.actions import notify
from notices.visibility import holding_role, thing
from richtext.characters import drop_controls
from richtext.plain import one_line


def open_item(
    *,
    kind: str,
    event: str,
    title: str,
    text: str = "",
    key: str = "",
    address: str = "",
    for_role: SiteRole | None = None,
    owner: User | None = None,
    due_on: date | None = None,
    again: bool = False,
) -> WorkItem:
    """Put something on the desk of everybody with a role (None: the administrators), once for each event.

    With an `owner` who could do it, it is theirs from the start; otherwise whoever takes it has it. With `again`, an item
    that was called done is opened anew: what it asks for was not done. One that was declined stays so.
    Belongs in the transaction of what happened. Raises `LookupError` for a kind that no room has registered.
    """
    _check(kind, event, address)
    values = {
        "kind": kind,
        "key": thing(key),
        "part": key.partition("#")[2],
        "address": address,
        "title": one_line(title),
        "text": drop_controls(text),
        "for_role": for_role.value if for_role else "",
        "due_on": due_on,
    }
    with transaction.atomic():
        item, created = WorkItem.objects.get_or_create(event=event, defaults=values)
        if created:
            WorkItemStep.objects.create(item=item, who=None, what=StepKind.OPENED)
        if created or (again and _open_anew(item, due_on)):
            _begin_with(item, owner)
    return item


def _check(kind: str, event: str, address: str) -> None:
    """Refuse what no room could mean."""
    if not kinds.is_registered(kind):
        raise LookupError(f"no room has registered work of the kind '{kind}'")
    check_event(event)
    if address and not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ValueError("work is done at an address of this site")


def _begin_with(item: WorkItem, owner: User | None) -> None:
    """A new item is somebody's from the start, if they could do it; they are told."""
    if owner and queries.who_can_do(item).filter(pk=owner.pk).exists():
        values = {"state": ItemState.TAKEN, "owner": owner}
        _tell(item, owner, _write(item, values, who=None, what=StepKind.GIVEN, whom_id=owner.pk))
        item.refresh_from_db()


def _open_anew(item: WorkItem, due_on: date | None) -> bool:
    locked = WorkItem.objects.select_for_update().get(pk=item.pk)
    if locked.state != ItemState.DONE:
        return False
    values = {"state": ItemState.OPEN, "owner": None, "closed_at": None, "due_on": due_on}
    _write(locked, values, who=None, what=StepKind.REOPENED)
    return True


@dataclass(frozen=True)
class _Wish:
    """A step somebody wants to take: from which states, and what it makes of the item."""

    what: StepKind
    by: User
    seen: int | None
    begins: tuple[ItemState, ...]
    values: dict[str, Any]
    note: str = ""
    step: dict[str, Any] = field(default_factory=dict)
    by_owner_only: bool = True

    def is_repeated(self, last: WorkItemStep) -> bool:
        """Whether the last step was this very one."""
        same = all(getattr(last, name) == value for name, value in self.step.items())
        return same and (last.what, last.who_id, last.note) == (self.what, self.by.pk, self.note)


def take(item: WorkItem, *, by: User, seen: int | None = None) -> None:
    """It is mine now."""
    values = {"state": ItemState.TAKEN, "owner": by}
    _take_step(item, _Wish(StepKind.TAKEN, by, seen, (ItemState.OPEN,), values, by_owner_only=False))


def hand_back(item: WorkItem, *, by: User, note: str = "", seen: int | None = None) -> None:
    """It is anybody's again."""
    values = {"state": ItemState.OPEN, "owner": None}
    _take_step(item, _Wish(StepKind.HANDED_BACK, by, seen, (ItemState.TAKEN,), values, _clean(note)))


def give(item: WorkItem, to: User, *, by: User, note: str = "", seen: int | None = None) -> None:
    """It is another's now, who is told. Refused for somebody who could not do it."""
    if not queries.who_can_do(item).filter(pk=to.pk).exists():
        raise Refused(_("%(name)s could not do this: the role for it is missing.") % {"name": to.display_name})
    values = {"state": ItemState.TAKEN, "owner": to}
    wish = _Wish(StepKind.GIVEN, by, seen, UNFINISHED, values, _clean(note), {"whom_id": to.pk})
    _take_step(item, wish, lambda step: _tell(item, to, step))


def set_due(item: WorkItem, due_on: date | None, *, by: User, seen: int | None = None) -> None:
    """It is to be done by this day; None means no day. Refused for a day that has passed."""
    if due_on and due_on < timezone.localdate():
        raise Refused(_("That day has passed. Choose today or a later day."), on="due_on")
    _take_step(item, _Wish(StepKind.DUE, by, seen, UNFINISHED, {"due_on": due_on}, step={"due_on": due_on}))


def finish(item: WorkItem, *, by: User, note: str = "", seen: int | None = None) -> None:
    """It is done."""
    _take_step(item, _Wish(StepKind.DONE, by, seen, (ItemState.TAKEN,), _closed(ItemState.DONE), _clean(note)))


def decline(item: WorkItem, *, by: User, reason: str, seen: int | None = None) -> None:
    """It will not be done, for a reason."""
    if not (note := _clean(reason)):
        raise Refused(_("Say why this is declined: others will want to know."), on="note")
    _take_step(item, _Wish(StepKind.DECLINED, by, seen, (ItemState.TAKEN,), _closed(ItemState.DECLINED), note))


def reopen(item: WorkItem, *, by: User, note: str = "", seen: int | None = None) -> None:
    """It was not over after all: anybody may take it again."""
    values = {"state": ItemState.OPEN, "owner": None, "closed_at": None}
    _take_step(item, _Wish(StepKind.REOPENED, by, seen, CLOSED, values, _clean(note), by_owner_only=False))


def close_of_event(event: str, *, by: User | None, note: str = "") -> None:
    """What the item asked for has happened elsewhere: whoever has it, it is done. Nothing if it is closed or was never."""
    with transaction.atomic():
        item = WorkItem.objects.select_for_update().filter(event=event, state__in=UNFINISHED).first()
        if item:
            _write(item, _closed(ItemState.DONE), who=by, what=StepKind.DONE, note=_clean(note))


@transaction.atomic
def _take_step(item: WorkItem, wish: _Wish, afterwards: Callable[[WorkItemStep], None] | None = None) -> None:
    locked = WorkItem.objects.select_for_update().get(pk=item.pk)
    last = queries.steps_of(locked).order_by("-pk")[0]
    if wish.is_repeated(last):
        return
    if wish.seen is not None and wish.seen != last.pk:
        raise Refused(faster(last, wish.by))
    if locked.state not in wish.begins:
        raise Refused(wrong_state(last, wish.by))
    if wish.by_owner_only and not may_act_on(locked, wish.by):
        raise Refused(not_yours(locked))
    step = _write(locked, wish.values, who=wish.by, what=wish.what, note=wish.note, **wish.step)
    if afterwards:
        afterwards(step)


def may_act_on(item: WorkItem, person: User) -> bool:
    """Whether a person who sees an item may do more than take it: its owner may, and any administrator.

    What nobody has taken may be given away by whoever sees it.
    """
    if item.owner_id in (None, person.pk):
        return True
    return User.objects.filter(holding_role(SiteRole.ADMINISTRATOR), pk=person.pk).exists()


def _write(item: WorkItem, values: dict[str, Any], **step: Any) -> WorkItemStep:
    WorkItem.objects.filter(pk=item.pk).update(**values)
    return WorkItemStep.objects.create(item=item, **step)


def _tell(item: WorkItem, to: User, step: WorkItemStep) -> None:
    if step.who_id != to.pk:
        text = _("You were given: %(title)s") % {"title": item.title}
        notify([to], f"desk:{item.pk}:{step.pk}", item.key, text, item.get_absolute_url())


def _closed(state: ItemState) -> dict[str, Any]:
    return {"state": state, "closed_at": timezone.now()}


def _clean(note: str) -> str:
    return drop_controls(note).strip()
