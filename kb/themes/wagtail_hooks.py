"""Themes, places and sectors in the CMS."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from kb.themes.models import Theme
from members.models import Area, Organisation, Region, Sector


class KeepingCode(EditView):
    """Changing a row: its code, which stands in keys, filters and imports, is shown and stays."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Source: wagtail.admin.views.generic.EditView. What is sent for a disabled field is ignored."""
        form = super().get_form(*args, **kwargs)
        form.fields["code"].disabled = True
        return form


class CodedViewSet(SnippetViewSet):
    """Reference data: the code is asked for once."""

    edit_view_class = KeepingCode


class ThemeViewSet(CodedViewSet):
    """Themes."""

    model = Theme
    icon = "tag"
    list_display = ("name", "code", "slug")
    panels = tuple(FieldPanel(name) for name in ("name", "slug", "code", "order", "description", "help_phrase"))


class RegionViewSet(CodedViewSet):
    """Regions."""

    model = Region
    icon = "site"


class AreaViewSet(CodedViewSet):
    """Areas."""

    model = Area
    icon = "site"
    list_display = ("name", "region")


class SectorViewSet(CodedViewSet):
    """Sectors."""

    model = Sector
    icon = "group"


class OrganisationViewSet(CodedViewSet):
    """Organisations."""

    model = Organisation
    icon = "home"
    list_display = ("name", "area", "sector")


class ReferenceGroup(SnippetViewSetGroup):
    """What the programme's words are: data, changed here and not in the code."""

    menu_label = _("Programme")
    menu_icon = "list-ul"
    items = (ThemeViewSet, RegionViewSet, AreaViewSet, SectorViewSet, OrganisationViewSet)


register_snippet(ReferenceGroup)
