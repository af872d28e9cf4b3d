"""A theme, and the addresses it used to have."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.places import Listed


class Theme(Listed):
    """One of the themes. `code` stands in keys, filters and imports; name and address may change."""

    description = models.TextField(_("description"), blank=True)
    help_phrase = models.CharField(
        _("help phrase"), max_length=160, blank=True, help_text=_("Finishes the sentence “I need help with …”.")
    )

    class Meta(Listed.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    @property
    def address(self) -> str:
        """Where its page is."""
        return reverse("themes:theme", args=[self.slug])

    def clean(self) -> None:
        """An address that was another theme's still leads there. Source: django.db.models.Model.clean."""
        if FormerThemeAddress.objects.filter(slug=self.slug).exclude(theme_id=self.pk).exists():
            raise ValidationError({"slug": _("This address used to lead to another theme, and still does.")})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember the address a link may still use. Source: django.db.models.Model.save."""
        before = Theme.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        if before and before != self.slug:
            FormerThemeAddress.objects.update_or_create(slug=before, defaults={"theme": self})
            FormerThemeAddress.objects.filter(slug=self.slug).delete()


class FormerThemeAddress(models.Model):
    """An address a theme had. It redirects for as long as the theme stands."""

    slug = models.SlugField(max_length=60, unique=True)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("former address")
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.slug
