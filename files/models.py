"""Files as Wagtail knows them, with an audience of their own and addresses that lead to the checking view."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from members.audiences.access import AudienceControlled, AudienceQuerySetMixin
from members.audiences.clauses import CLOSED, Clauses
from members.audiences.pages import EDITORS

STAMP_LENGTH = 12


class File(AudienceControlled):
    """What documents and images share.

    A new file is for editors only until its audience is settled: by an editor, or by the first page that is published
    with it, whose audience it then takes. So a file is never open by oversight.
    """

    audience_settled = models.BooleanField(_("audience settled"), default=False, editable=False)

    class Meta:
        abstract = True

    def default_own_clauses(self) -> Clauses:
        """Editors only. Source: AudienceControlled."""
        return CLOSED.admitting(EDITORS)

    def always_admitted(self) -> frozenset[str]:
        """The CMS's editors, as on pages. Source: AudienceControlled."""
        return EDITORS

    def facts_once_settled(self) -> dict[str, Any]:
        """From then on no page decides for it. Source: AudienceControlled."""
        return {"audience_settled": True}

    @property
    def stamp(self) -> str:
        """The part of the address that changes with who may see it and when: a shared cache forgets what was narrowed."""
        times = [moment and moment.timestamp() for moment in (self.visible_from, self.visible_until)]
        access = f"{self._meta.label}:{self.pk}:{self.audience_id}:{times}"
        return salted_hmac("files.stamp", access).hexdigest()[:STAMP_LENGTH]

    def has_stamp(self, stamp: str) -> bool:
        """Whether this stamp is the present one."""
        return constant_time_compare(stamp, self.stamp)


class FileDocumentQuerySet(AudienceQuerySetMixin, DocumentQuerySet):
    """Documents, for a viewer."""


class SiteDocument(AbstractDocument, File):  # type: ignore[django-manager-missing]  # Wagtail is untyped
    """A document to download."""

    admin_form_fields = ("title", "file", "collection", "tags")
    objects: ClassVar = FileDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def url(self) -> str:
        """Where the document is served, for whom may see it. Source: AbstractDocument."""
        return reverse("files:document", args=[self.pk, self.stamp, self.filename])


class FileImageQuerySet(AudienceQuerySetMixin, ImageQuerySet):
    """Images, for a viewer."""


class SiteImage(AbstractImage, File):  # type: ignore[django-manager-missing]  # Wagtail is untyped
    """An image; readers only ever get its renditions."""

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    objects: ClassVar = FileImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class Rendition(AbstractRendition):
    """An image in one size. Its audience is that of the image."""

    image = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]

    @property
    def url(self) -> str:
        """Where the rendition is served, for whom may see the image. Source: AbstractRendition."""
        return reverse("files:rendition", args=[self.pk, self.image.stamp, self.filename])

    @property
    def filename(self) -> str:
        """The last part of its address, as of a document's."""
        return str(self.file.name).rsplit("/", 1)[-1]
