"""Templates that businesses made: their own, those of the same account, and those that are public."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import func, select

from core.accounts.models import Account
from core.database import db, reading
from core.entrance.queries import communities_of
from core.gallery.bundles import folder_of
from core.gallery.catalog import TemplateError, TemplateInfo, all_templates, read_template, template_named
from core.gallery.models import SavedTemplate, SharedTemplate, TemplateUse, code_and_version
from core.tenancy import tenant_scope
from core.tenants.info import TenantInfo
from core.tenants.models import Tenant
from core.this_app import this_app

SHARED = "shared"
"""Whose folders those of public templates are; no tenant's id reads so."""
MOST_SHOWN = 60


def own_templates(*, in_bin: bool = False) -> Sequence[SavedTemplate]:
    """All versions of the tenant in scope, newest first."""
    wanted = SavedTemplate.deleted_at.is_not(None) if in_bin else SavedTemplate.deleted_at.is_(None)
    order = SavedTemplate.saved_at.desc(), SavedTemplate.version.desc()
    return db.session.scalars(select(SavedTemplate).where(wanted).order_by(*order)).all()


def newest_of(code: str) -> SavedTemplate | None:
    """The last version of the tenant in scope, one in the bin too."""
    of_code = select(SavedTemplate).where(SavedTemplate.code == code)
    return db.session.scalar(of_code.order_by(SavedTemplate.version.desc()).limit(1))


def saved_named(name: str) -> SavedTemplate | None:
    """A version of the tenant in scope; none that lies in the bin."""
    code, version = code_and_version(name) or ("", 0)
    return db.session.scalar(
        select(SavedTemplate).where(
            SavedTemplate.code == code, SavedTemplate.version == version, SavedTemplate.deleted_at.is_(None)
        )
    )


def shared_of(code: str) -> Sequence[SharedTemplate]:
    """The public versions of a template, those taken down too."""
    of_code = select(SharedTemplate).where(SharedTemplate.code == code)
    return db.session.scalars(of_code.order_by(SharedTemplate.version.desc())).all()


def shared_named(name: str) -> SharedTemplate | None:
    """A public version, unless it was taken down or its community is closed, or a trial."""
    code, version = code_and_version(name) or ("", 0)
    return db.session.scalar(
        select(SharedTemplate)
        .join(Tenant, Tenant.id == SharedTemplate.tenant_id)
        .where(
            SharedTemplate.code == code,
            SharedTemplate.version == version,
            SharedTemplate.taken_down_at.is_(None),
            Tenant.status == "active",
        )
    )


def shared_templates(limit: int = MOST_SHOWN, offset: int = 0) -> Sequence[SharedTemplate]:
    """What other businesses made and show, newest first; of each the newest version."""
    return db.session.scalars(
        select(SharedTemplate)
        .join(Tenant, Tenant.id == SharedTemplate.tenant_id)
        .where(SharedTemplate.is_newest, SharedTemplate.taken_down_at.is_(None), Tenant.status == "active")
        .order_by(SharedTemplate.shared_at.desc(), SharedTemplate.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def uses_of(codes: Iterable[str]) -> dict[str, int]:
    """How many communities took each template, in whatever version."""
    rows = db.session.execute(
        select(TemplateUse.code, func.count(TemplateUse.tenant_id.distinct()))
        .where(TemplateUse.code.in_(sorted(set(codes))))
        .group_by(TemplateUse.code)
    )
    return {row[0]: row[1] for row in rows}


def template_of(row: SavedTemplate | SharedTemplate) -> TemplateInfo:
    """The version, unpacked. Raises `TemplateError` where it needs a tool that is gone."""
    owner = SHARED if isinstance(row, SharedTemplate) else str(row.tenant_id)
    return read_template(folder_of(row.name, owner, lambda: row.bundle))


def template_called(name: str, account: Account | None = None) -> TemplateInfo:
    """Any template by its name: the installation's, a public one, or one that `account` may use.

    Raises `TemplateError` where there is none.
    """
    if code_and_version(name) is None:
        return template_named(name)
    row = shared_named(name)
    found = template_of(row) if row else _private(name, account) if account else None
    if found is None:
        raise TemplateError(f"there is no template {name!r}")
    return found


def available_templates(tenant: TenantInfo, account: Account | None = None) -> list[TemplateInfo]:
    """What can be applied to `tenant`, the one in scope: its own, the account's, public ones, scenarios."""
    rows: list[SavedTemplate | SharedTemplate] = [*_newest(own_templates())]
    mine = {row.code for row in rows}
    found = _readable(rows)
    for other in _owned(account) if account else ():
        if other.id != tenant.id:
            with _visiting(other):
                found += _readable([row for row in _newest(own_templates()) if row.code not in mine])
    names = {template.name for template in found}
    shared = [row for row in shared_templates() if row.code not in mine and row.name not in names]
    return [*found, *_readable(shared), *all_templates()]


def _newest(rows: Iterable[SavedTemplate]) -> list[SavedTemplate]:
    newest: dict[str, SavedTemplate] = {}
    for row in rows:
        if row.code not in newest or newest[row.code].version < row.version:
            newest[row.code] = row
    return list(newest.values())


def _readable(rows: Iterable[SavedTemplate | SharedTemplate]) -> list[TemplateInfo]:
    """Those whose tools are all here."""
    found = []
    for row in rows:
        try:
            found.append(template_of(row))
        except TemplateError:
            continue
    return found


def _private(name: str, account: Account) -> TemplateInfo | None:
    for tenant in _owned(account):
        with _visiting(tenant):
            row = saved_named(name)
            if row is not None:
                return template_of(row)
    return None


@contextmanager
def _visiting(tenant: TenantInfo) -> Iterator[None]:
    """Look into another community of the account: in a session of its own, bound to that one."""
    app = this_app()
    with app.app_context(), reading(), tenant_scope(tenant.id):
        yield


def _owned(account: Account) -> list[TenantInfo]:
    return [one.tenant for one in communities_of(account) if one.role == "owner"]
