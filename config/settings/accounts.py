"""Who signs in and how: our own user, django-allauth, one door."""

from config.settings.application import ENV

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.MemberBackend"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# One sign-in page for the site and the CMS alike, so that later requirements (passkeys, codes) have one place.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

ACCOUNT_ADAPTER = "members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Somebody who is signed in and still refused is offered another account, and not sent back to where they were refused.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Links that choose a new password are worth one: they live for an hour.
PASSWORD_RESET_TIMEOUT = 3600
# Attempts are counted by visitor. Behind a proxy the visitor is whom the proxy names; otherwise nobody may name one.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_tls_proxy else 0
