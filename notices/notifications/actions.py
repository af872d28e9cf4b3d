"""Telling people on the site."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from members.audiences.access import Access
from members.audiences.viewers import Viewer
from members.models import User
from notices.events import check_event
from notices.follows.queries import followers_of
from notices.notifications import queries
from notices.notifications.models import TEXT_LENGTH, Notification
from notices.visibility import readers_of, thing
from richtext.plain import one_line

BATCH = 1_000


def notify(
    recipients: Iterable[User] | QuerySet[User],
    event: str,
    key: str,
    text: str,
    address: str = "",
    access: Access | None = None,
) -> None:
    """Tell these people in one sentence, once for each event: those who may see the thing now, and nobody else.

    `access` says who may, where the catalogue does not know it yet (see `notices.visibility.readers_of`).
    `event` names what happened, as `guidance:12:published:5`. `address`, on this site, is where it leads; without one
    it leads to the thing. An empty `key` means that what is told is about nothing that anybody may not see. Belongs in
    the transaction of what happened; takes a query for every 100 people or more.
    """
    check_event(event)
    if address and not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ValueError("a notification leads to an address of this site")
    words = {"event": event, "key": thing(key), "text": one_line(text, limit=TEXT_LENGTH), "address": address}
    for ids in _batches(recipients):
        readers = readers_of(key, User.objects.filter(pk__in=ids), access).values_list("pk", flat=True)
        rows = [Notification(recipient_id=pk, **words) for pk in readers]
        Notification.objects.bulk_create(rows, ignore_conflicts=True)


def tell_followers(key: str, event: str, text: str, address: str = "", access: Access | None = None) -> None:
    """Tell everybody who follows this thing, as far as they may see it."""
    notify(followers_of(key), event, key, text, address, access)


def mark_all_read(viewer: Viewer) -> None:
    """The viewer has seen what there is to see now."""
    queries.notifications_for(viewer).filter(read_at__isnull=True).update(read_at=timezone.now())


def _batches(recipients: Iterable[User] | QuerySet[User]) -> Iterator[list[int]]:
    if isinstance(recipients, QuerySet):
        ids = iter(recipients.values_list("pk", flat=True).iterator(chunk_size=BATCH))
    else:
        ids = (person.pk for person in recipients)
    while batch := list(islice(ids, BATCH)):
        yield batch
