"""Wagtail: the editors' side."""

from config.settings.application import ENV, LANGUAGES

WAGTAIL_SITE_NAME = "Practice Exchange"
WAGTAILADMIN_BASE_URL = ENV.site_url
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES

WAGTAILDOCS_DOCUMENT_MODEL = "files.SiteDocument"
WAGTAILIMAGES_IMAGE_MODEL = "files.SiteImage"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "files.forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "files.forms.ImageForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

# Who may see a thing is set in one panel (members.audiences); Wagtail's own dialogs offer nothing beside it.
_NO_OTHER_DOOR = {"SHARED_PASSWORD": False, "LOGIN": False, "GROUPS": False}
WAGTAIL_PRIVATE_PAGE_OPTIONS = _NO_OTHER_DOOR
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = _NO_OTHER_DOOR

# Nothing is fetched from or told to other hosts.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# The default of half a second would write the database at every keystroke of every editor.
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]},
    },
}
TAGGIT_CASE_INSENSITIVE = True
