"""What publishing guidance brings with it."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from files.actions import settle_audience
from kb.changes.models import Change, ChangeKind
from kb.guidance.attachments import files_on
from kb.guidance.models import AnnexPage, GuidancePage
from search import catalogue


@receiver(page_published, sender=GuidancePage)
@receiver(page_published, sender=AnnexPage)
def settle_files(instance: GuidancePage | AnnexPage, **kwargs: Any) -> None:
    """Files whose readers nobody has chosen yet get those of the first page that is published with them."""
    for file in files_on(instance):
        settle_audience(file, instance)


@receiver(post_save, sender=Change)
def refile_annexes_of_withdrawn(instance: Change, **kwargs: Any) -> None:
    """Annexes stand or fall with their guidance."""
    if catalogue.kind_of(instance.key) == "guidance" and instance.kind in (ChangeKind.WITHDRAWN, ChangeKind.RESTORED):
        refile_annexes(GuidancePage.objects.get(pk=catalogue.id_of(instance.key)))


@receiver(page_published, sender=GuidancePage)
def refile_annexes(instance: GuidancePage, **kwargs: Any) -> None:
    """Annexes with readers of their own are filed under the guidance's themes: derive them again with it."""
    catalogue.mark(f"annex:{pk}" for pk in instance.get_children().live().values_list("pk", flat=True))
