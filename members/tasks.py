"""Work on audiences that is too long for a request."""

from django.db import transaction
from django_tasks import task
from wagtail.models import Page

from members.audiences import actions
from members.audiences.pages import AudiencePage
from members.models import AccessEpoch


@task()
def finish_recompute(page_id: int) -> None:
    """Give every page below this one its exact audience, after the subtree was shut. Safe to repeat."""
    with transaction.atomic():
        AccessEpoch.lock()
        page = Page.objects.filter(pk=page_id).specific().first()
        if isinstance(page, AudiencePage):
            actions.recompute_below(page)
