"""The site's own settings, with static files as production serves them: collected, hashed and compressed beforehand.

They are collected into the scratch site's folder, never into the checkout.
"""

from config.settings import *  # noqa: F403

STATIC_ROOT = ENV.data_dir / "static"  # noqa: F405
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
