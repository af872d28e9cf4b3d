"""Where people work: region ⊃ area ⊃ organisation, the sector of an organisation, and dated posts in it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from members.models.kept import SavedWhole


class CodedManager(models.Manager[Any]):
    """Finds rows by their stable code, so that fixtures need no numbers."""

    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class Coded(models.Model):
    """Reference data: a code that never changes, a name that may."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("Never changes; used in links and imports."))
    name = models.CharField(_("name"), max_length=160)

    objects: ClassVar[CodedManager] = CodedManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Listed(Coded):
    """Reference data with an address of its own and a place in a list."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["order", "name"]


class Region(Listed):
    """The widest kind of place."""

    class Meta(Listed.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class Sector(Listed):
    """The kind of work an organisation does; guidance names the sectors it is written for."""

    class Meta(Listed.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Area(SavedWhole, Coded):
    """A local area: where a partnership delivers."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="areas", verbose_name=_("region"))

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering: ClassVar = ["name"]


class Organisation(SavedWhole, Coded, ClusterableModel):
    """An employer or body. Without an area it works nationally."""

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("area")
    )
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("sector"))
    email_domain = models.CharField(_("email domain"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["name"]


class OrganisationPost(SavedWhole):
    """A person's post in an organisation, from a day on and, once ended, up to but not including a day."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    title = models.CharField(_("job title"), max_length=160)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering: ClassVar = ["person", "-started_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")), name="post_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"
