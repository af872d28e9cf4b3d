"""How a thing is found. The public search is the `search` room; Wagtail's own backend serves only the CMS."""

from config.settings.application import ENV

SEARCH_ENGINE = "search.engines.embedded.EmbeddedEngine"
SEARCH_INDEX_DIR = ENV.data_dir / "search"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
