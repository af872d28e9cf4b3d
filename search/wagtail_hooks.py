"""What search changes in Wagtail."""

from typing import Any

from wagtail import hooks

from search.links import CataloguePageLinkHandler


@hooks.register("register_rich_text_features", order=10)
def link_through_the_catalogue(features: Any) -> None:
    """Links to pages never name an address that the reader may not know."""
    features.register_link_type(CataloguePageLinkHandler)
