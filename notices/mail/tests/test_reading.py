"""The pages about mail, the words of a mail, and the command that tries one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from members.audiences.scopes import SiteRole
from notices.desk.models import ItemState, WorkItem
from notices.mail import actions, queue, worker
from notices.mail.models import MailState, OutgoingMail
from notices.mail.rendering import Identity, render
from notices.mail.tests.server import MailServer
from tests.test_query_counts import cost

pytestmark = pytest.mark.django_db
DUMMY = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.fixture
def development(settings):
    settings.MAIL_PAGE = True
    settings.MAIL_TRANSPORT = DUMMY
    settings.EMAIL_BACKEND = "notices.mail.backends.OutboxBackend"


def write(number=1, **words):
    actions.enqueue(to=f"p{number}@example.org", event="e", **{"subject": f"Mail {number}", "text": "Words", **words})
    return OutgoingMail.objects.latest("pk")


def in_doubt(settings):
    mail = write()
    (claim,) = queue.claim(1)
    queue.hand_over(claim)
    settings.MAIL_LEASE_SECONDS = -1
    queue.recover()
    return mail


def test_a_developer_reads_mail_on_a_page(site, development, client):
    user = site.person(SiteRole.MEMBER)
    client.post("/account/password/reset/", {"email": user.email})
    worker.deliver_all()
    mail = OutgoingMail.objects.get()
    assert mail.state == MailState.SENT
    assert user.email in client.get("/mail/").content.decode()
    assert "/reset/key/" in client.get(f"/mail/{mail.pk}/").content.decode()


def test_the_html_of_a_mail_is_shown_where_it_can_do_nothing(site, development, client):
    mail = write(html="<script>alert(1)</script><p>Hello</p>")
    answer = client.get(f"/mail/{mail.pk}/html/")
    assert answer.content.decode() == mail.html
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy.split("; ")
    assert "<script>alert" not in client.get(f"/mail/{mail.pk}/").content.decode()
    assert client.get(f"/mail/{write(2).pk}/html/").status_code == 404


@pytest.mark.parametrize("surroundings", ["no page", "a real server"])
def test_where_mail_is_really_sent_nobody_reads_it(site, as_, settings, surroundings):
    settings.MAIL_PAGE = surroundings == "a real server"
    settings.MAIL_TRANSPORT = MailServer(25).transport if settings.MAIL_PAGE else DUMMY
    mail = write(html="<p>x</p>")
    administrator = as_(site.person(SiteRole.ADMINISTRATOR))
    for address in ("/mail/", f"/mail/{mail.pk}/", f"/mail/{mail.pk}/html/"):
        assert administrator.get(address).status_code == 404


def test_the_list_is_in_pages_that_cost_the_same(site, development, client):
    costs = []
    for size in (10, 1_000):
        actions.enqueue_all(
            actions.Letter(to=f"{size}-{n}@example.org", event="e", subject=f"Mail {n}", text="T") for n in range(size)
        )
        costs.append(cost(client, "/mail/"))
    assert costs[0] == costs[1] <= 5, costs
    first = client.get("/mail/")
    assert len(first.context["page"].rows) == 20
    second = client.get(f"/mail/{first.context['page'].next_address}")
    assert second.context["page"].rows[0].pk == first.context["page"].rows[-1].pk - 1
    back = client.get(f"/mail/{second.context['page'].previous_address}")
    assert [m.pk for m in back.context["page"].rows] == [m.pk for m in first.context["page"].rows]
    for nonsense in ("before=x", "before=-1", "after=9e9", f"before={10**30}", "before=1_2"):
        assert client.get(f"/mail/?{nonsense}").status_code == 200


def test_an_administrator_has_a_mail_in_doubt_sent_again(site, settings, as_):
    mail = in_doubt(settings)
    administrator = as_(site.person(SiteRole.ADMINISTRATOR))
    item = WorkItem.objects.get()
    assert item.address == f"/mail/{mail.pk}/in-doubt/"
    page = administrator.get(item.address)
    assert mail.message_id in page.content.decode().replace("&lt;", "<").replace("&gt;", ">")
    assert "Words" not in page.content.decode()
    assert administrator.post(item.address, {"decision": "again"}).status_code == 302
    mail.refresh_from_db()
    item.refresh_from_db()
    assert (mail.state, item.state) == (MailState.WAITING, ItemState.DONE)
    assert (
        "decided about this mail already"
        in administrator.post(item.address, {"decision": "rest"}, follow=True).content.decode()
    )
    mail.refresh_from_db()
    assert mail.state == MailState.WAITING


def test_a_mail_in_doubt_can_be_let_rest_and_then_is_never_sent(site, settings, as_):
    mail = in_doubt(settings)
    as_(site.person(SiteRole.ADMINISTRATOR)).post(f"/mail/{mail.pk}/in-doubt/", {"decision": "rest"})
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert worker.deliver() == 0


def test_only_administrators_decide(site, settings, as_):
    mail = in_doubt(settings)
    for role in SiteRole:
        status = as_(site.person(role)).get(f"/mail/{mail.pk}/in-doubt/").status_code
        assert status == (200 if role == SiteRole.ADMINISTRATOR else 404)
    assert as_(None).post(f"/mail/{mail.pk}/in-doubt/", {"decision": "again"}).status_code == 404
    mail.refresh_from_db()
    assert mail.state == MailState.IN_DOUBT


def test_the_parts_of_a_mail_say_the_same_and_escape_what_they_must(settings):
    settings.SITE_URL = "https://exchange.example.org"
    subject, text, html = render("notices/mail/test", {"address": "o'brien&co@example.org"})
    assert subject == "Test mail from Practice Exchange"
    assert "o'brien&co@example.org" in text
    assert "o&#x27;brien&amp;co@example.org" in html
    for words in ("This is a test", "You need not answer", "https://exchange.example.org/"):
        assert words in text
        assert words in html
    assert '<html lang="en">' in html
    assert "style" not in html


def somebody_else():
    return Identity("Another Exchange", "https://other.example.org", "Write to desk@example.org")


def test_the_identity_comes_from_wherever_the_site_keeps_it(settings):
    settings.MAIL_IDENTITY = f"{__name__}.somebody_else"
    subject, text, html = render("notices/mail/test", {"address": "a@example.org"})
    assert subject == "Test mail from Another Exchange"
    for part in (text, html):
        assert "https://other.example.org/" in part
        assert "desk@example.org" in part


# The command.


def send_test_mail(address):
    out = StringIO()
    call_command("send_test_mail", address, stdout=out)
    return out.getvalue()


def test_the_command_says_what_the_server_said(outbox):
    assert "said: 250 taken with thanks" in send_test_mail("me@example.org")
    assert outbox.recipients == {"me@example.org": 1}
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda s: s.refuse.update({"me@example.org": "550 no such user"}), "refused the recipient .*550 no such user"),
        (lambda s: s.reject.update({"me@example.org": "554 not wanted"}), "refused the mail: 554 not wanted"),
        (lambda s: s.stop(), "could not be reached: .*refused.*EMAIL_URL"),
    ],
)
def test_the_command_says_what_went_wrong_and_what_to_do(outbox, prepare, said):
    prepare(outbox)
    with pytest.raises(CommandError, match=f"(?s){said}"):
        send_test_mail("me@example.org")


def test_the_command_refuses_what_is_no_address(settings):
    with pytest.raises(CommandError, match="is not an email address"):
        send_test_mail("me at example.org")


def test_the_command_says_when_there_is_no_server(settings):
    settings.MAIL_TRANSPORT = DUMMY
    assert "went nowhere" in send_test_mail("me@example.org")


def test_the_command_says_where_the_file_is_when_mail_goes_to_files(settings, tmp_path):
    settings.MAIL_TRANSPORT = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path),
    }
    assert f"a file in {tmp_path}" in send_test_mail("me@example.org")
    assert len(list(tmp_path.iterdir())) == 1
