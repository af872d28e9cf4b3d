"""Writes of files that a page causes."""

from django.db import transaction

from files.models import File
from members.audiences import actions
from members.audiences.access import AudienceControlled


@transaction.atomic
def settle_audience(file: File, page: AudienceControlled) -> None:
    """Give a file whose audience nobody has settled that of the page it is published on."""
    if not file.audience_settled:
        actions.set_audience(file, page.audience.as_clauses())
        type(file)._base_manager.filter(pk=file.pk).update(audience_settled=True)
