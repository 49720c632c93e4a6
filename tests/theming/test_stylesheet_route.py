"""The tenant's stylesheet is served under its hash, and an old hash leads to the new one."""

from core.theming import ThemeChoice, stylesheet_for, stylesheet_hash


def test_the_stylesheet_is_kept_for_a_year(visitor, tenant):
    digest = stylesheet_hash(ThemeChoice())
    answer = visitor.get(f"/{tenant.slug}/theme/{digest}.css")
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.text == stylesheet_for(ThemeChoice())
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_old_hash_leads_to_the_theme_in_force(visitor, tenant):
    answer = visitor.get(f"/{tenant.slug}/theme/0123456789abcdef.css")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/{tenant.slug}/theme/{stylesheet_hash(ThemeChoice())}.css")
