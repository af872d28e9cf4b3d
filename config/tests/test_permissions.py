"""What each site role may do in the CMS: given by every migration, never twice, and no more than it needs."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from config.permissions import ensure_permissions
from members.audiences.scopes import SiteRole
from members.roles import GROUP_NAMES, grant

pytestmark = pytest.mark.django_db


def everything_granted():
    """Every permission of every group, as it stands in the database."""
    return {
        "site": set(Group.permissions.through.objects.values_list("pk", "group", "permission")),
        "pages": set(GroupPagePermission.objects.values_list("pk", "group", "page", "permission")),
        "files": set(GroupCollectionPermission.objects.values_list("pk", "group", "collection", "permission")),
    }


def of(role):
    group = Group.objects.get(name=GROUP_NAMES[role])
    return set(group.permissions.values_list("codename", flat=True))


def test_a_migrated_database_has_them_already():
    """Whoever installs the site has editors who can edit."""
    assert "access_admin" in of(SiteRole.EDITOR)
    assert {"access_admin", "add_user", "change_theme"} <= of(SiteRole.ADMINISTRATOR)


def test_giving_them_again_changes_nothing():
    before = everything_granted()
    assert all(before.values())
    ensure_permissions()
    assert everything_granted() == before


def test_what_went_missing_comes_back():
    before = {len(rows) for rows in everything_granted().values()}
    Group.objects.get(name=GROUP_NAMES[SiteRole.EDITOR]).delete()
    GroupCollectionPermission.objects.all().delete()
    ensure_permissions()
    assert {len(rows) for rows in everything_granted().values()} == before


def test_a_database_whose_tables_were_emptied_is_no_error():
    Page.objects.all().delete()
    Collection.objects.all().delete()
    Page.get_root_nodes().delete()
    ensure_permissions()
    assert not GroupPagePermission.objects.exists()


@pytest.mark.parametrize("role", [r for r in SiteRole if r not in {SiteRole.EDITOR, SiteRole.ADMINISTRATOR}])
def test_all_other_roles_have_nothing_in_the_cms(role):
    group = Group.objects.get(name=GROUP_NAMES[role])
    assert not of(role)
    assert not group.page_permissions.exists()
    assert not group.collection_permissions.exists()


def test_editors_keep_no_accounts_and_no_reference_data():
    glossary = {"add_term", "change_term", "delete_term", "view_term"}
    assert of(SiteRole.EDITOR) == {"access_admin", "view_change", "change_change"} | glossary


def test_nobody_is_given_what_no_cms_needs():
    """No raw permissions on audiences, memberships, sessions or the catalogue."""
    models = Permission.objects.filter(group__isnull=False).values_list("content_type__model", flat=True)
    assert set(models) == {"admin", "theme", "region", "area", "sector", "organisation", "user", "group"} | {
        "change",
        "siteidentity",
        "term",
    }


def test_a_permission_that_does_not_exist_is_no_silent_nothing():
    with pytest.raises(LookupError):
        grant(SiteRole.EDITOR, "members", "rule_the_world")
