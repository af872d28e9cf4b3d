"""The form behind "Is this page useful?", and the thanks for it: pages of their own, as what people read has no token."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kb.feedback.actions import give_feedback
from kb.feedback.forms import FeedbackForm
from kb.feedback.models import Answer
from members.middleware import viewer_of
from notices.visibility import entry_for
from search.models import Entry

PART = re.compile(r"[\w-]{1,40}", re.ASCII)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Asks what helped or did not. Reading this page changes nothing; sending the form does, once."""
    entry, part = _asked_about(request)
    is_sent = request.method == "POST"
    form = FeedbackForm(request.POST if is_sent else None, initial={"answer": request.GET.get("answer", "")})
    if is_sent and form.is_valid():
        facts = form.cleaned_data
        give_feedback(entry, Answer(facts["answer"]), facts["text"], form=facts["form"], part=part)
        return redirect(f"{reverse('feedback:thanks')}?{urlencode({'key': _key(entry, part)})}")
    context = {"entry": entry, "form": form, "crumbs": _crumbs(entry, _("Is this page useful?"))}
    return render(request, "kb/feedback/page.html", context)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Says what happens next."""
    entry, part = _asked_about(request)
    back = reverse("search:by_part", args=[entry.key, part]) if part else entry.address
    context = {"entry": entry, "back": back, "crumbs": _crumbs(entry, _("Thank you"))}
    return render(request, "kb/feedback/thanks.html", context)


def _key(entry: Entry, part: str) -> str:
    return f"{entry.key}#{part}" if part else entry.key


def _asked_about(request: HttpRequest) -> tuple[Entry, str]:
    """What the address names, if the reader may see it, and the part of it."""
    key, _separator, part = request.GET.get("key", "").partition("#")
    entry = entry_for(viewer_of(request), key)
    if entry is None:
        raise Http404
    return entry, part if PART.fullmatch(part) else ""


def _crumbs(entry: Entry, here: str) -> list[dict[str, str]]:
    return [{"label": _("Home"), "address": "/"}, {"label": entry.title, "address": entry.address}, {"label": here}]
