"""The site refuses to start while anybody could wonder whether a model can be found."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page

from members.audiences.access import AudienceControlled
from search import sources


@register()
def every_public_model_is_settled(**kwargs: Any) -> list[CheckMessage]:
    """Every page type and every audience-controlled model is a source or excluded on purpose."""
    models = [m for m in apps.get_models() if issubclass(m, (Page, AudienceControlled)) and m is not Page]
    return [
        Error(
            f"{model._meta.label} is neither findable nor excluded on purpose.",
            hint="Register a search.sources.Source for it, or call search.sources.exclude(model, reason) in its app.",
            obj=model,
            id="search.E001",
        )
        for model in models
        if not sources.is_settled(model)
    ]


@register()
def every_page_has_an_audience(**kwargs: Any) -> list[CheckMessage]:
    """Every page type derives from AudiencePage; one that does not would be open to all."""
    return [
        Error(f"{model._meta.label} has no audience.", hint="Derive it from AudiencePage.", obj=model, id="search.E002")
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and not issubclass(model, AudienceControlled)
    ]
