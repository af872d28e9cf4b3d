"""Whether the site is up, for supervisors and load balancers; no details for the public."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notices.mail.queries import longest_wait
from search.engines import engine
from search.worker import age_of_outbox

LONGEST_WAIT_SECONDS = 300
LONGEST_MAIL_WAIT_SECONDS = 900


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 while database, index and background work are in order; 503 otherwise, with the parts that are not."""
    failing = _failing()
    text = "ok" if not failing else "not ready: " + ", ".join(failing)
    return HttpResponse(text, status=503 if failing else 200, content_type="text/plain")


def _failing() -> list[str]:
    try:
        waiting, mail_waits = age_of_outbox(), longest_wait()
    except DatabaseError:
        return ["database"]
    failing = [] if engine().is_ready() else ["search"]
    late = {"background": waiting > LONGEST_WAIT_SECONDS, "mail": mail_waits > LONGEST_MAIL_WAIT_SECONDS}
    return [*failing, *(name for name, is_late in late.items() if is_late)]
