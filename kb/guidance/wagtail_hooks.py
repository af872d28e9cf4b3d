"""What guidance asks of the CMS."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail import hooks

from kb.guidance.attachments import too_narrow_for
from kb.guidance.models import AnnexPage, GuidancePage


@hooks.register("before_publish_page")
def refuse_what_readers_could_not_open(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A page is not published with files that some of its readers may not open, or without a theme to find it by."""
    if not isinstance(page, GuidancePage | AnnexPage):
        return None
    problems = list(_problems(page))
    for problem in problems:
        messages.error(request, problem)
    return redirect("wagtailadmin_pages:edit", page.pk) if problems else None


def _problems(page: Any) -> Any:
    if files := too_narrow_for(page):
        titles = get_text_list([f"“{file}”" for file in files], _("and"))
        yield _(
            "Not published: more people may see this page than the files on it (%(files)s). "
            "Change who can see the files, or the page."
        ) % {"files": titles}
    if isinstance(page, GuidancePage) and not page.themes.exists():
        yield _("Not published: choose at least one theme, so that the page can be found.")
