"""What each site role may do in the CMS."""

from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from members.audiences.scopes import SiteRole
from members.roles import GROUP_NAMES, ensure_role_groups, grant, permissions_named

CMS_ROLES = (SiteRole.EDITOR, SiteRole.ADMINISTRATOR)
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_PERMISSIONS = {
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailimages": ("add_image", "change_image", "choose_image"),
}
REFERENCE_MODELS = ("theme", "region", "area", "sector", "organisation")


def ensure_permissions() -> None:
    """Give the roles their permissions where these are missing. Safe to repeat.

    A database whose tables were emptied has no root page to give permissions on, and nobody to use them.
    """
    ensure_role_groups()
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is None or collection is None:
        return
    for site_role in CMS_ROLES:
        group = Group.objects.get(name=GROUP_NAMES[site_role])
        grant(site_role, "wagtailadmin", "access_admin")
        for permission in permissions_named("wagtailcore", *PAGE_PERMISSIONS):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        grant(site_role, "changes", "change_change", "view_change")
        grant(site_role, "glossary", "add_term", "change_term", "delete_term", "view_term")
        for app, codenames in FILE_PERMISSIONS.items():
            for permission in permissions_named(app, *codenames):
                GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    for model in REFERENCE_MODELS:
        app = "themes" if model == "theme" else "members"
        grant(SiteRole.ADMINISTRATOR, app, f"add_{model}", f"change_{model}", f"delete_{model}", f"view_{model}")
    grant(SiteRole.ADMINISTRATOR, "members", "add_user", "change_user", "delete_user", "view_user")
    grant(SiteRole.ADMINISTRATOR, "frame", "change_siteidentity")
    grant(SiteRole.ADMINISTRATOR, "auth", "add_group", "change_group", "view_group")
