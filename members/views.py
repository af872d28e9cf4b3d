"""The CMS form "Who can see this"."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from members.audiences.access import AudienceControlled
from members.audiences.actions import set_audience
from members.forms import AudienceForm, initial_for
from members.models import User
from members.panels import who_can_see


def change_audience(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Show and change who may see a page or a file. What is saved holds at once and is logged."""
    obj = _object(app_label, model_name, pk)
    if not _may_change(request.user, obj):
        raise PermissionDenied
    form = AudienceForm(request.POST or None, initial=_initial(obj))
    if request.method == "POST" and form.is_valid():
        set_audience(
            obj,
            form.clauses(),
            by=request.user if isinstance(request.user, User) else None,
            visible_from=form.cleaned_data["visible_from"],
            visible_until=form.cleaned_data["visible_until"],
        )
        messages.success(request, _("Saved. Who can see this has changed at once."))
        return redirect(request.path)
    return render(request, "members/cms/who_can_see.html", {"form": form, **who_can_see(obj)})


def _object(app_label: str, model_name: str, pk: int) -> AudienceControlled:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, AudienceControlled):
        raise Http404
    obj: AudienceControlled = get_object_or_404(model._base_manager, pk=pk)
    return obj


def _may_change(user: Any, obj: AudienceControlled) -> bool:
    """Whoever may publish the page, or change the file, by Wagtail's own permissions."""
    if isinstance(obj, Page):
        return bool(obj.permissions_for_user(user).can_publish())
    policy = policy_registry.get_by_type(type(obj))
    return bool(policy.user_has_permission_for_instance(user, "change", obj))


def _initial(obj: AudienceControlled) -> dict[str, Any]:
    moments = {"visible_from": obj.visible_from, "visible_until": obj.visible_until}
    return {**initial_for(obj.own_audience.as_clauses()), **moments}
