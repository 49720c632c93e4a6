"""The multi-tenant Flask core of Hutong. It knows no plugin by name.

`create_app` is the table of contents; the order of its lines is the order of the house.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask, Request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from core.accounts.sessions import SESSION_LIFE
from core.accounts.tries import SCHEME
from core.authoring.plugin_check.refusing import refuse_unsound
from core.config import AT_WORK, Settings
from core.database import db, prepare_engine
from core.errors import init_errors
from core.extensions import csrf, limiter, login
from core.features import FEATURE_BLUEPRINTS, init_features
from core.gatekeeper import init_gatekeeper
from core.i18n import init_i18n
from core.permissions import all_groups
from core.plugin_discovery import packages_of_others
from core.plugin_manager import PluginEngine
from core.plugin_rules import check_blueprint, check_permissions, check_routes, check_tables
from core.security import init_security
from core.static_files import StaticFolders
from core.surfaces import Place, SurfaceResolver, bind_surface
from core.template_globals import init_templates
from core.uploads import Request as UploadRequest

__all__ = ["Settings", "create_app"]
CORE = Path(__file__).parent


class HutongFlask(Flask):
    """Flask whose one URL map is matched by surface."""

    request_class = UploadRequest

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the map to the request's surface; outside a request addresses are built by core.urls."""
        if request is None:
            return None
        place: Place = request.environ.get("hutong.place", Place("platform"))
        return bind_surface(
            self.url_map,
            place.surface,
            host=request.host,
            scheme=request.scheme,
            script_name=request.environ.get("SCRIPT_NAME", ""),
            path_info=request.environ.get("PATH_INFO", ""),
            method=request.method,
            query_args=request.query_string.decode("latin1"),
        )


def create_app(
    settings: Settings | None = None,
    plugin_packages: list[str] | None = None,
    more_plugins: Iterable[ModuleType] = (),
) -> Flask:
    """Build the application. No database access happens here. `more_plugins`: besides those that are found.

    Raises `PluginError` where a plugin breaks the engine's rules.
    """
    settings = settings or Settings()
    app = HutongFlask("core", static_folder=None, subdomain_matching=True)
    app.extensions["hutong.settings"] = settings
    _configure(app, settings)

    engine = app.extensions["hutong.plugins"] = PluginEngine(trace=settings.trace_hooks)
    packages = settings.plugin_packages if plugin_packages is None else plugin_packages
    for package, origin in () if settings.safe_mode else packages_of_others():
        refuse_unsound(package, origin)  # those of the house are read by `make check`
    engine.load(packages, safe=settings.safe_mode, more=more_plugins)

    _bind_extensions(app)
    init_i18n(app, _translation_folders(engine))
    init_templates(app)
    init_errors(app)
    init_gatekeeper(app)
    init_security(app)
    init_features(app)

    for blueprint in FEATURE_BLUEPRINTS:
        app.register_blueprint(blueprint)
    with engine.blaming():
        for name, blueprints in engine.app("blueprints"):
            for blueprint in blueprints:
                check_blueprint(name, blueprint, taken=app.blueprints)
                app.register_blueprint(blueprint)
    app.extensions["hutong.static"] = StaticFolders(
        CORE / "static", {name: plugin_folder(engine, name) / "static" / name for name in engine.names}
    )
    with engine.blaming():
        _check_plugins(app, engine)
    _wrap(app, settings)
    return app


def _check_plugins(app: Flask, engine: PluginEngine) -> None:
    """What can be said of the plugins only now that they are all there. Raises `PluginError`."""
    names = {name: engine.module(name).__name__ for name in engine.names}
    check_tables({name: module.rpartition(".")[0] or module for name, module in names.items()})
    check_routes(app)
    check_permissions(app, {group.name: group.permissions for group in all_groups(app)}, engine.manifests)


def plugin_folder(engine: PluginEngine, name: str) -> Path:
    """The folder of a plugin's package."""
    return Path(engine.module(name).__file__).parent


def _configure(app: Flask, settings: Settings) -> None:
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine_options: dict[str, Any] = {"hide_parameters": True, "pool_size": 10, "max_overflow": 20}
    if settings.database.startswith("sqlite"):
        # A writer that waits for its turn holds a connection; there is one for each request at work.
        engine_options |= {"max_overflow": AT_WORK, "connect_args": {"check_same_thread": False}}
    else:
        engine_options["pool_pre_ping"] = True
    app.config.update(
        SECRET_KEY=settings.secret(),
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options,
        SESSION_COOKIE_NAME="hutong_session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFE,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_ENABLED=True,
        MAX_CONTENT_LENGTH=settings.upload_megabytes * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        RATELIMIT_STORAGE_URI=f"{SCHEME}://",
        RATELIMIT_ENABLED=not settings.testing,
        TESTING=settings.testing,
    )


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    csrf.init_app(app)
    login.init_app(app, add_context_processor=False)  # public pages ask nobody who they are
    limiter.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def _translation_folders(engine: PluginEngine) -> list[Path]:
    """Folders that are there; of two that translate one text the later counts, and that is never a guest's.

    Flask-Babel takes the plural rule from the last one; an empty one has none.
    """
    guests_first = sorted(engine.names, key=lambda name: not engine.origins[name].distribution)
    of_plugins = (plugin_folder(engine, name) / "translations" for name in guests_first)
    return [folder for folder in of_plugins if folder.is_dir()] + _folders_of_the_core()


@cache
def _folders_of_the_core() -> list[Path]:
    return sorted(CORE.glob("**/translations"))


def _wrap(app: Flask, settings: Settings) -> None:
    app.wsgi_app = SurfaceResolver(app.wsgi_app, settings)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
