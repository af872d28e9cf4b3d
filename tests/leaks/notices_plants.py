"""One planted leak for each channel of notices."""

from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import patch

from django.db.models import Q

from members.models import User
from notices.follows.models import Follow
from search.models import Entry
from tests.leaks.plants import everything, plant


@plant("notifications")
def the_list_of_notifications_forgets_to_ask() -> Iterator[None]:
    with patch("notices.notifications.queries.about_nothing_hidden", lambda viewer: Q()):
        yield


@plant("telling people")
def everybody_is_told() -> Iterator[None]:
    with patch("notices.notifications.actions.readers_of", lambda key, among, access: User.objects.filter(pk__in=among)):
        yield


@plant("follows")
def the_list_of_follows_forgets_to_ask() -> Iterator[None]:
    with ExitStack() as leaks:
        leaks.enter_context(patch("notices.follows.views.entries_for", lambda viewer: everything()))
        leaks.enter_context(
            patch("notices.follows.views.queries.follows_of", lambda viewer: Follow.objects.filter(person=viewer.user_id))
        )
        yield


@plant("follow form")
def the_form_shows_whatever_is_asked_for() -> Iterator[None]:
    with patch("notices.follows.views.entry_for", lambda viewer, key: Entry.objects.filter(key=key, is_gone=False).first()):
        yield


@plant("desk", "work item")
def the_desk_forgets_what_its_work_is_about() -> Iterator[None]:
    with patch("notices.desk.queries.about_nothing_hidden", lambda viewer: Q()):
        yield


@plant("mail")
def mail_is_sent_as_it_was_written() -> Iterator[None]:
    with patch("notices.mail.worker._may_have_it", return_value=True):
        yield
