"""The app of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemesConfig(AppConfig):
    """Offers themes, regions and sectors as what searches can be narrowed by."""

    name = "kb.themes"
    label = "themes"
    verbose_name = "Themes"

    def ready(self) -> None:
        from kb.themes.models import Theme
        from members.models import Region, Sector
        from search import facets

        facets.register(facets.Vocabulary("theme", _("Theme"), Theme.objects.all))
        facets.register(facets.Vocabulary("region", _("Region"), Region.objects.all))
        facets.register(facets.Vocabulary("sector", _("Written for"), Sector.objects.all))
