"""What notices could give away: lists and pages of follows, notifications and work, and mail that is being sent."""

import re
import uuid

from django.core import mail as django_mail
from django.test import Client

from members.audiences.scopes import SiteRole, role
from notices.desk import kinds
from notices.desk.models import ItemState, WorkItem, WorkItemStep
from notices.follows.models import Follow
from notices.mail import worker
from notices.mail.actions import Letter, enqueue_all
from notices.mail.models import OutgoingMail
from notices.notifications.actions import notify
from notices.notifications.models import Notification
from search.pages import ROWS_ON_A_PAGE
from tests.leaks.channels import Observation, body_of, channel, marks, shut_as
from tests.leaks.world import Item, Person, World

FOUND = ("guidance", "annex")


def _found(world: World) -> list[Item]:
    return [item for item in world.items if item.kind in FOUND]


def _counted(seen: set[str], count: int) -> set[str]:
    """What was seen in a list; a count that says anything else is seen too."""
    return seen if count == len(seen) else {*seen, f"a count of {count}"}


@channel("notifications", late=True)
def notifications(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """Somebody was told of everything once; what they read is what they may see now."""
    if person.user is None:
        return browser.get("/account/notifications/").status_code, 302
    Notification.objects.all().delete()
    Notification.objects.bulk_create(
        Notification(recipient=person.user, event=one.key, key=one.key, text=one.mark) for one in _found(world)
    )
    answer = browser.get("/account/notifications/")
    assert len(_found(world)) <= ROWS_ON_A_PAGE, "the list must fit on its first page"
    return _counted(marks(world, answer.content.decode()), answer.context["unread"]), world.visible(person, *FOUND)


@channel("telling people", late=True)
def telling(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """Whoever is told of something may see it when they are told."""
    if person.user is None or item.kind not in FOUND:
        return None, None
    event = str(uuid.uuid4())
    notify([person.user], event, item.key, item.mark)
    told = {item.key} if Notification.objects.filter(event=event).exists() else set()
    return told, {item.key} & world.visible(person, *FOUND)


@channel("follows", late=True)
def follows(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """Somebody followed everything once; the list has what they may see now."""
    if person.user is None:
        return browser.get("/account/follows/").status_code, 302
    Follow.objects.bulk_create((Follow(person=person.user, key=one.key) for one in _found(world)), ignore_conflicts=True)
    return marks(world, body_of(browser, "/account/follows/")), world.visible(person, *FOUND)


@channel("follow form", late=True)
def follow_form(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """The form on which a thing is followed: there for who may see the thing, else as if there were no such thing."""
    if person.user is None or item.kind not in FOUND:
        return None, None
    address, nowhere = f"/follow/?key={item.key}", "/follow/?key=guidance:0"
    answer, absent = browser.get(address), browser.get(nowhere)
    opened = answer.status_code == 200 and item.mark.encode() in answer.content
    observed = "open" if opened else shut_as(answer.status_code, answer.content, address)
    return (0 if observed != "open" else 1, observed), (
        (1, "open") if world.may_see(person, item) else (0, shut_as(absent.status_code, absent.content, nowhere))
    )


def _work(world: World) -> None:
    kinds.register("leak", "Work")
    WorkItem.objects.all().delete()
    for one in _found(world):
        values = {"kind": "leak", "title": one.mark, "text": one.word, "for_role": SiteRole.MEMBER.value}
        made = WorkItem.objects.create(event=one.key, key=one.key, state=ItemState.OPEN, **values)
        WorkItemStep.objects.create(item=made, what="opened")


def _allowed_work(world: World, person: Person) -> set[str]:
    """Work for members about what they may see; administrators see all of it."""
    if role(SiteRole.ADMINISTRATOR) in person.scopes:
        return {one.key for one in _found(world)}
    return world.visible(person, *FOUND) if role(SiteRole.MEMBER) in person.scopes else set()


@channel("desk", late=True)
def desk(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """The list of work, and its counts."""
    if person.user is None:
        return browser.get("/desk/").status_code, 404
    _work(world)
    answer = browser.get("/desk/")
    seen = marks(world, answer.content.decode())
    return _counted(seen, answer.context["current"]["count"]), _allowed_work(world, person)


@channel("work item", late=True)
def work_item(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """The page of one item, which may be about something that its reader may not see."""
    if item.kind not in FOUND:
        return None, None
    _work(world)
    address = f"/desk/{WorkItem.objects.get(event=item.key).pk}/"
    answer, absent = browser.get(address), browser.get("/desk/999999999/")
    is_theirs = item.key in _allowed_work(world, person)
    shut = shut_as(absent.status_code, absent.content, "/desk/999999999/")
    opened = answer.status_code == 200 and item.mark.encode() in answer.content
    observed = "open" if opened else shut_as(answer.status_code, answer.content, address)
    return (int(opened), observed), (1, "open") if is_theirs else (0, shut)


@channel("mail", late=True)
def mail(world: World, person: Person, browser: Client, item: Item) -> Observation:
    """Mail about everything was written down for somebody; what is sent is what they may see when it is sent."""
    to = person.user or "outside@example.org"
    OutgoingMail.objects.all().delete()
    django_mail.outbox.clear()
    enqueue_all(
        Letter(to=to, event=str(uuid.uuid4()), subject=one.mark, text=one.word, key=one.key) for one in _found(world)
    )
    with _kept_here():
        worker.deliver_all()
    sent = " ".join(f"{letter.subject} {letter.body}" for letter in django_mail.outbox)
    withheld = OutgoingMail.objects.filter(state="withheld").values_list("text", flat=True)
    assert not re.search(r"\w", "".join(withheld)), "what is withheld is erased"
    return marks(world, sent), world.visible(person, *FOUND)


def _kept_here() -> object:
    from django.test import override_settings

    return override_settings(MAIL_TRANSPORT={"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"})
