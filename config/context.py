"""What every template knows of the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, and whether it is a demonstration. Not called `site`: allauth's views bring one of their own."""
    return {"this_site": {"name": settings.WAGTAIL_SITE_NAME, "is_demo": settings.DEMO}}
