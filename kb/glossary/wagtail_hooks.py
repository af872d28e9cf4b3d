"""The glossary in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from kb.glossary.models import Term


class TermViewSet(SnippetViewSet):
    """Terms. Editors keep them: they write the texts that use them."""

    model = Term
    icon = "openquote"
    add_to_admin_menu = True
    menu_label = _("Glossary")
    menu_order = 700
    list_display = ("term", "expansion", "slug")
    search_fields = ("term", "expansion", "explanation")
    list_per_page = 100
    panels = (
        TitleFieldPanel("term", targets=["slug"], placeholder=False),
        FieldPanel("expansion"),
        FieldPanel("explanation"),
        FieldPanel("aliases"),
        FieldPanel("slug"),
    )


register_snippet(TermViewSet)
