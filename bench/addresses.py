"""The kinds of page that are measured, each by one address of the demonstration."""

GUIDANCE = "/guidance/who-does-what/"
THEME_SLUG = "partnership-working-and-engagement"
PAGES = {
    "home": "/",
    "guidance-overview": GUIDANCE,
    "guidance-chapter": f"{GUIDANCE}how-decisions-are-taken/",
    "guidance-list": "/guidance/",
    "theme": f"/themes/{THEME_SLUG}/",
    "changes": "/changes/",
    "search": "/search/?q=partnership",
}
SIGN_IN = "/account/login/"
