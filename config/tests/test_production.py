"""What only production does: cookies, transport, files with fingerprints. Read from a process that runs as production."""

import json
import os
import subprocess
import sys

import pytest

from config.tests.test_environment import ROOT, SAFE

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
browser = Client(headers={"host": "practice.example.org"})
plain = browser.get("/healthz")
secure = browser.get("/healthz", secure=True)
names = [name for name in dir(settings) if name.isupper()]
wanted = ["SESSION_COOKIE_", "CSRF_COOKIE_", "SECURE_", "PASSWORD_HASHERS", "DEBUG", "ALLOWED_HOSTS", "STORAGES",
          "ALLAUTH_TRUSTED_PROXY_COUNT", "USE_X_FORWARDED_HOST", "MESSAGE_STORAGE"]
print(json.dumps({
    "settings": {n: getattr(settings, n) for n in names if any(n.startswith(w) for w in wanted)},
    "plain": [plain.status_code, plain.get("Location")],
    "headers": dict(secure.headers),
}, default=str))
"""


def asked(tmp_path, **change):
    """What a process with these settings says of itself."""
    environment = {
        **SAFE,
        "DATA_DIR": str(tmp_path),
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, env={**environment, **change}, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    return asked(tmp_path_factory.mktemp("production"))


def test_security_19_both_cookies_are_bound_to_the_host_and_closed_to_scripts(production):
    facts = production["settings"]
    for name in ("SESSION", "CSRF"):
        assert facts[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert facts[f"{name}_COOKIE_SECURE"] is True
        assert facts[f"{name}_COOKIE_HTTPONLY"] is True
        assert facts[f"{name}_COOKIE_SAMESITE"] == "Lax"
        assert facts[f"{name}_COOKIE_DOMAIN"] is None
        assert facts[f"{name}_COOKIE_PATH"] == "/"
    assert "session" in facts["MESSAGE_STORAGE"], "messages have no cookie of their own"


def test_security_15_whoever_comes_without_tls_is_sent_to_it_and_told_to_stay(production):
    assert production["plain"] == [301, "https://practice.example.org/healthz"]
    assert production["headers"]["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")


def test_passwords_are_hashed_slowly(production):
    assert production["settings"]["PASSWORD_HASHERS"][0] == "django.contrib.auth.hashers.PBKDF2PasswordHasher"


def test_security_28_32_nobody_may_name_host_or_visitor_but_a_proxy_that_was_named(production, tmp_path):
    assert production["settings"]["USE_X_FORWARDED_HOST"] is False
    assert production["settings"]["SECURE_PROXY_SSL_HEADER"] is None
    assert production["settings"]["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    behind = asked(tmp_path, BEHIND_TLS_PROXY="1")["settings"]
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
