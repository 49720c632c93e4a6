"""The core's own features: their blueprints and what they attach to the application."""

from flask import Blueprint, Flask

from core.accounts.jobs import JOBS as ACCOUNT_JOBS
from core.acts.counting import SightingCounter
from core.acts.telling import JOBS as TELLING_JOBS
from core.compaction import JOBS as COMPACTION_JOBS
from core.console.home import blueprint as console_home
from core.console.public import blueprint as public_home
from core.console.settings import blueprint as settings
from core.console.shell import init_shell
from core.entrance.jobs import JOBS as ENTRANCE_JOBS
from core.entrance.pages import blueprint as entrance
from core.fields.platform import blueprint as challenges
from core.gallery.applying_console import blueprint as applying
from core.gallery.jobs import JOBS as GALLERY_JOBS
from core.gallery.pages import blueprint as gallery, own as own_templates
from core.jobs.consumer import init_waking
from core.jobs.jobs import JOBS as TIDYING_JOBS
from core.jobs.registry import Job, init_jobs
from core.loop.console import blueprint as loop_pages
from core.mail.jobs import JOBS as MAIL_JOBS
from core.media.console import blueprint as photos
from core.media.jobs import JOBS as MEDIA_JOBS
from core.media.public import blueprint as photo_files
from core.notifications.jobs import JOBS as NOTIFICATION_JOBS
from core.notifications.public import blueprint as notices
from core.notifications.sections import init_notifications
from core.operator.abuse import blueprint as abuse
from core.operator.health import blueprint as health
from core.operator.jobs import JOBS as OPERATOR_JOBS
from core.operator.pages import blueprint as operator
from core.operator.platform import init_operator
from core.people.console import blueprint as people_pages
from core.people.jobs import JOBS as PEOPLE_JOBS
from core.people.platform import blueprint as invitations
from core.people.public import blueprint as people_public
from core.permissions import PermissionGroup, init_permissions
from core.pool.console import blueprint as pool_pages
from core.pool.import_console import blueprint as people_import
from core.pool.import_jobs import JOBS as IMPORT_JOBS
from core.pool.jobs import JOBS as POOL_JOBS
from core.pool.merge_console import blueprint as duplicates
from core.pool.merge_section import init_merging
from core.pool.sections import init_pool
from core.sharing.console import blueprint as share_pages
from core.sharing.public import blueprint as share_links
from core.static_files import blueprint as static_files
from core.streams.answers import init_streams
from core.tenants.pausing import PauseKeeper
from core.tenants.queries import TenantsOfJobs
from core.theming.console import blueprint as looks
from core.theming.public import blueprint as themes, init_theming, previews as theme_previews
from core.tools.absence import init_absence
from core.tools.console import blueprint as tools
from core.tools.operations import JOBS as TOOL_JOBS
from core.tools.pauses import init_pauses

FEATURE_BLUEPRINTS: tuple[Blueprint, ...] = (
    static_files,
    themes,
    theme_previews,
    photo_files,
    photos,
    health,
    gallery,
    own_templates,
    applying,
    challenges,
    entrance,
    operator,
    abuse,
    share_links,
    share_pages,
    loop_pages,
    people_public,
    people_import,
    duplicates,
    people_pages,
    pool_pages,
    invitations,
    notices,
    console_home,
    settings,
    tools,
    looks,
    public_home,
)

FEATURE_JOBS: dict[str, Job] = {
    **TIDYING_JOBS,
    **TELLING_JOBS,
    **COMPACTION_JOBS,
    **MAIL_JOBS,
    **ACCOUNT_JOBS,
    **ENTRANCE_JOBS,
    **PEOPLE_JOBS,
    **POOL_JOBS,
    **NOTIFICATION_JOBS,
    **IMPORT_JOBS,
    **MEDIA_JOBS,
    **GALLERY_JOBS,
    **OPERATOR_JOBS,
    **TOOL_JOBS,
}


FEATURE_PERMISSIONS: tuple[PermissionGroup, ...] = (
    PermissionGroup(
        "people",
        {"zh": "客人", "en": "People"},
        {"people.see": {"zh": "看客人名单，改他们的资料", "en": "See people and keep their details"}},
    ),
    PermissionGroup(
        "loop",
        {"zh": "客人这一圈", "en": "How customers come round"},
        {"loop.see": {"zh": "看客人走到哪一步的数字", "en": "See how far customers come, in figures"}},
    ),
    PermissionGroup(
        "sharing",
        {"zh": "分享", "en": "Share"},
        {"sharing.codes": {"zh": "做二维码，打印海报", "en": "Make codes and print posters"}},
    ),
)


def init_features(app: Flask) -> None:
    """Let features attach what they need."""
    init_permissions(app, FEATURE_PERMISSIONS)
    init_jobs(app, FEATURE_JOBS, TenantsOfJobs())
    init_waking(app)
    app.extensions["hutong.sightings"] = SightingCounter(app)
    app.extensions["hutong.pauses"] = PauseKeeper(app)
    init_streams(app, app.extensions["hutong.settings"])
    init_shell(app)
    init_pool(app)
    init_notifications(app)
    init_operator(app)
    init_theming(app)
    init_merging(app)
    init_absence(app)
    init_pauses(app)
