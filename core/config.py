"""Every setting of an installation, read from the environment once.

No other module reads ``os.environ``: what can be configured is what stands here.
"""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

THREADS = 512
"""Of the web process, spawned as they are needed: each open stream has one, and pages need some beside."""
AT_WORK = 64
"""Requests that the web process works on at once; more threads than that only wait for each other."""
REPOSITORY = Path(__file__).resolve().parent.parent


def data_folder(name: str) -> Path:
    """A data folder of the top level (`migrations`, `tenant_templates`): in the tree, or inside a wheel."""
    in_tree = REPOSITORY / name
    return in_tree if in_tree.is_dir() else Path(__file__).parent / "_data" / name


def default_home() -> Path:
    """`.home` in a checkout; beside the user's other data where Hutong was installed from a wheel."""
    is_checkout = (REPOSITORY / "pyproject.toml").is_file()
    return REPOSITORY / ".home" if is_checkout else Path("~/.hutong")


class Settings(BaseSettings):
    """Settings of one installation; each is an environment variable ``HUTONG_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="HUTONG_", extra="ignore", frozen=True)

    home: Path = Field(
        default=default_home(), validate_default=True, description="Folder of everything that is kept."
    )
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    port: int = Field(default=5000, validation_alias="PORT", ge=1, le=65535)
    url: str = Field(default="", description="Public address of the main host, e.g. https://hutong.example.")
    allowed_hosts: list[str] = Field(default=[], description="Further names the main host answers to.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in `home`.")
    secret_key: str = Field(default="", description="Signs sessions and tokens; empty: made once in `home`.")
    plugin_packages: list[str] = Field(default=["plugins"])
    safe_mode: bool = Field(
        default=False, description="Start without tools of other distributions: `hutong up --safe`."
    )
    trace_hooks: bool = Field(default=False, description="Log each hook: who answered, and how long it took.")
    templates_folder: Path = Field(default=data_folder("tenant_templates"))
    smtp_url: str = Field(
        default="", description="smtp://user:password@host:port; empty keeps mails in the outbox."
    )
    mail_from: str = Field(default="Hutong <noreply@localhost>")
    streams: int = Field(default=400, ge=0, description="Open event streams at most; further listeners poll.")
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    trial_hours: int = Field(default=48, ge=1)
    trial_limit: int = Field(default=500, ge=0, description="Live trials on this installation at most.")
    upload_megabytes: int = Field(default=30, ge=1)
    jobs: Literal["thread", "worker", "manual"] = Field(
        default="thread", description="Run jobs in the web process, in `hutong worker`, or only when asked."
    )
    argon2_time_cost: int = Field(default=3, ge=1)
    argon2_memory_kib: int = Field(default=65536, ge=1024)
    proof_of_work_cost: int = Field(default=5000, ge=1)
    testing: bool = Field(default=False)

    @field_validator("home", "templates_folder")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: str) -> str:
        if value and not value.startswith(("smtp://", "smtps://")):
            msg = "begins with smtp:// or smtps://"
            raise ValueError(msg)
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force; PostgreSQL's usual spellings mean the driver that is installed."""
        scheme, _, place = self.database_url.partition("://")
        if scheme in ("postgres", "postgresql"):
            return f"postgresql+psycopg://{place}"
        return self.database_url or f"sqlite:///{self.home / 'hutong.db'}"

    @property
    def base_url(self) -> str:
        """Address of the main host without a trailing slash, for links in mails and jobs."""
        if self.url:
            return self.url.rstrip("/")
        if not {"host", "port"} & self.model_fields_set and self.address_file.exists():
            return self.address_file.read_text().strip()
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104 - a comparison
        return f"http://{host}:{self.port}"

    @property
    def address_file(self) -> Path:
        """Where the server notes its address, so that commands beside it give links that work."""
        return self.home / "address"

    def secret(self) -> str:
        """The signing key: the configured one, else one made at first use and kept in ``home``."""
        if self.secret_key:
            return self.secret_key
        path = self.home / "secret.key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text().strip()
