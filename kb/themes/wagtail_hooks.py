"""Themes, places and sectors in the CMS."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from kb.themes.models import Theme
from members.models import Area, Organisation, Region, Sector


class ThemeViewSet(SnippetViewSet):
    """Themes: the code is asked for once."""

    model = Theme
    icon = "tag"
    list_display = ("name", "code", "slug")
    panels = tuple(FieldPanel(name) for name in ("name", "slug", "code", "order", "description", "help_phrase"))


class RegionViewSet(SnippetViewSet):
    """Regions."""

    model = Region
    icon = "site"


class AreaViewSet(SnippetViewSet):
    """Areas."""

    model = Area
    icon = "site"
    list_display = ("name", "region")


class SectorViewSet(SnippetViewSet):
    """Sectors."""

    model = Sector
    icon = "group"


class OrganisationViewSet(SnippetViewSet):
    """Organisations."""

    model = Organisation
    icon = "home"
    list_display = ("name", "area", "sector")


class ReferenceGroup(SnippetViewSetGroup):
    """What the programme's words are: data, changed here and not in the code."""

    menu_label = "Programme"
    menu_icon = "list-ul"
    items = (ThemeViewSet, RegionViewSet, AreaViewSet, SectorViewSet, OrganisationViewSet)


register_snippet(ReferenceGroup)
