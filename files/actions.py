"""Writes of files that a page causes."""

from django.db import transaction

from files.models import File
from members.audiences import actions
from members.audiences.access import AudienceControlled


@transaction.atomic
def settle_audience(file: File, page: AudienceControlled) -> None:
    """Give a file whose readers nobody has chosen those of the page it is published on, at the same times."""
    stored = type(file)._base_manager.select_for_update().get(pk=file.pk)
    allowed = page.access
    if not stored.audience_settled and not allowed.is_never:
        begin, end = allowed.visible_from, allowed.visible_until
        actions.set_audience(stored, allowed.clauses, visible_from=begin, visible_until=end)
