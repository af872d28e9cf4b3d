"""The desk of a person, and one item on it. Not there for who has not signed in, as any page they may not see."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.middleware import viewer_of
from members.models import User
from notices.desk import kinds, queries
from notices.desk.forms import FORMS, StepForm, forms_for
from notices.desk.models import WorkItem
from notices.desk.refusals import Refused
from notices.visibility import entry_for
from search import pages


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits, what is due first at the top; narrowed by `?show=` and `?kind=`."""
    viewer = viewer_of(request)
    if viewer.is_anonymous:
        raise Http404
    which, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    rows = queries.listed(viewer, which, kind)
    label = _("Pages of the desk")
    page = (pages.newest_first if which == queries.ALL_CLOSED else pages.due_first)(rows, request.GET, label)
    context = {"page": page, "which": which, **_lists(viewer, which, kind), **_kinds(viewer, which, kind)}
    return render(request, "notices/desk/index.html", context)


def _lists(viewer: Any, which: str, kind: str) -> dict[str, Any]:
    counts = queries.counts_for(viewer, kind)
    lists = [
        ("", _("To be done"), counts.unfinished),
        (queries.MINE, _("Mine"), counts.mine),
        (queries.OPEN, _("Not taken"), counts.open),
        (queries.OVERDUE, _("Overdue"), counts.overdue),
        (queries.ALL_CLOSED, _("Closed"), counts.closed),
    ]
    known = which if any(which == code for code, *_rest in lists) else ""
    shown = [
        {"label": label, "count": count, "address": _address(code, kind), "is_current": code == known}
        for code, label, count in lists
    ]
    return {"lists": shown, "current": next(one for one in shown if one["is_current"])}


def _kinds(viewer: Any, which: str, kind: str) -> dict[str, Any]:
    """What the list can be narrowed to, or the filter in force."""
    if kind:
        return {"filters": [{"label": kinds.label_of(kind), "remove_address": _address(which, "")}]}
    codes = sorted(queries.kinds_for(viewer), key=kinds.label_of)
    choices = [{"label": kinds.label_of(code), "address": _address(which, code)} for code in codes]
    return {"kinds": choices if len(choices) > 1 else []}


def _address(which: str, kind: str) -> str:
    chosen = {name: value for name, value in (("show", which), ("kind", kind)) if value}
    return f"{reverse('desk:index')}?{urlencode(chosen)}" if chosen else reverse("desk:index")


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one item, its steps, and what can be done with it."""
    viewer = viewer_of(request)
    found = get_object_or_404(queries.items_for(viewer).select_related("owner"), pk=pk)
    if not isinstance(request.user, User):
        raise Http404
    sent = _sent_form(request, found)
    if sent and sent.is_valid() and _do(sent, request):
        return redirect("desk:item", pk=pk) if queries.items_for(viewer).filter(pk=pk).exists() else redirect("desk:index")
    found.refresh_from_db()
    if sent and type(sent) not in forms_for(found, request.user):
        messages.error(request, " ".join(map(str, sent.non_field_errors())) or _("That cannot be done any more."))
        return redirect("desk:item", pk=pk)
    return render(request, "notices/desk/item.html", _around(request, found, sent))


def _sent_form(request: HttpRequest, found: WorkItem) -> StepForm | None:
    if request.method != "POST":
        return None
    if (form := FORMS.get(request.POST.get("action", ""))) is None:
        raise Http404
    return form(found, request.POST)


def _do(form: StepForm, request: HttpRequest) -> bool:
    """Take the step. What is refused is said on the form."""
    try:
        form.act(request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        form.add_error(refusal.on if refusal.on in form.fields else None, refusal.message)
        return False
    messages.success(request, str(form.done))
    return True


def _around(request: HttpRequest, found: WorkItem, sent: StepForm | None) -> dict[str, Any]:
    steps = list(queries.steps_of(found))
    offered = forms_for(found, request.user)  # type: ignore[arg-type]
    if sent:
        sent.show_as_of(steps[-1].pk)
    shown = [sent if sent and isinstance(sent, form) else form(found, seen=steps[-1].pk) for form in offered]
    return {
        "item": found,
        "steps": steps,
        "forms": shown,
        "sent": sent,
        "about": entry_for(viewer_of(request), found.key) if found.key else None,
        "part_address": reverse("search:by_part", args=[found.key, found.part]) if found.key and found.part else "",
        "crumbs": [
            {"label": _("Home"), "address": "/"},
            {"label": _("Desk"), "address": reverse("desk:index")},
            {"label": found.title},
        ],
    }
