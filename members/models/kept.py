"""What saving a row leaves alone, and what it does as a whole."""

from typing import Any

from django.db import models, transaction
from django.db.models import F


class KeptOnSave(models.Field[Any, Any]):
    """Written when a row is made, and afterwards by queries only.

    An instance read before such a column changed and saved later must not bring the old value back.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Source: django.db.models.Field."""
        value = super().pre_save(model_instance, add)
        return value if add else F(self.name)


class SetByActions(KeptOnSave):
    """A column that is set when a row is made and afterwards by actions only, however the row is edited.

    A page loaded before, a revision restored, a scheduled publish: none of them may write an old value back.
    `serialize=False` keeps the column out of Wagtail's revisions for the same reason.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "serialize": False, "editable": False})


class VersionField(KeptOnSave, models.PositiveIntegerField):
    """A number that only ever rises, by a query."""


class SavedWhole(models.Model):
    """A row whose saving and what the signals do about it happen together or not at all.

    Otherwise a process that dies between the two would leave cached viewers as they were.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Source: django.db.models.Model."""
        super().save(*args, **kwargs)
