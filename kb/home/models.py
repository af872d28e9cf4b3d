"""The front page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from members.audiences.pages import AudiencePage


class HomePage(AudiencePage):
    """Says whom the site is for, and leads on in at most three steps."""

    purpose = models.CharField(_("purpose"), max_length=300, help_text=_("One sentence: whom the site is for."))
    introduction = models.TextField(_("introduction"), blank=True, max_length=1000)

    parent_page_types: ClassVar = [Page]
    max_count = 1
    content_panels: ClassVar = [*AudiencePage.content_panels, FieldPanel("purpose"), FieldPanel("introduction")]

    class Meta:
        verbose_name = _("home page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Source: wagtail.models.Page."""
        from kb.home import views

        return views.home(request, self)
