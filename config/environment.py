"""The one place that reads environment variables, as typed values, and says which of them are unsafe."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("production", "development", "test")
MINIMUM_SECRET_LENGTH = 50


class UnsafeSettings(SystemExit):
    """Raised at start-up when production was given settings it must not run with. Lists each with its reason."""

    def __init__(self, problems: list[str]) -> None:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"Practice Exchange will not start in production with these settings:\n{lines}")


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the surroundings say. `name` is production unless told otherwise, so that forgetting is safe."""

    name: str
    debug: bool
    demo: bool
    secret_key: str
    site_url: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    cache_url: str
    email_url: str
    data_dir: Path
    elasticsearch_url: str
    behind_tls_proxy: bool

    @property
    def is_production(self) -> bool:
        return self.name == "production"

    def problems(self) -> list[str]:
        """Every reason why production must not start with these values, in words an operator can act on."""
        return [message for unsafe, message in self._rules() if unsafe]

    def _rules(self) -> list[tuple[bool, str]]:
        key = self.secret_key
        return [
            (
                self.name not in ENVIRONMENTS,
                f"ENVIRONMENT must be one of {', '.join(ENVIRONMENTS)}; it is '{self.name}'.",
            ),
            (
                len(key) < MINIMUM_SECRET_LENGTH or len(set(key)) < 5,
                f"SECRET_KEY must be random and at least {MINIMUM_SECRET_LENGTH} characters long: "
                "sessions and links in mail are signed with it.",
            ),
            (self.debug, "DEBUG must be off: error pages would show settings and queries to visitors."),
            (self.demo, "DEMO must be off: the demonstration accounts have a published password."),
            (
                not self.allowed_hosts or "*" in self.allowed_hosts,
                "ALLOWED_HOSTS must name this site's host names, and never '*': links in mail follow the Host header.",
            ),
            (
                urlsplit(self.site_url).scheme != "https",
                "SITE_URL must begin with https://: cookies are sent over TLS only.",
            ),
        ]


def read(source: environ.Env | None = None) -> Environment:
    """Read the environment. Raises `UnsafeSettings` when production (the default) is not safe to start."""
    env = source or environ.Env()
    name = env.str("ENVIRONMENT", "production")
    data_dir = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
    values = Environment(
        name=name,
        debug=env.bool("DEBUG", False),
        demo=env.bool("DEMO", False),
        secret_key=env.str("SECRET_KEY", "") or _local_secret_key(name, data_dir),
        site_url=env.str("SITE_URL", "http://127.0.0.1:8000" if name != "production" else "").rstrip("/"),
        allowed_hosts=env.list(
            "ALLOWED_HOSTS", default=[] if name == "production" else ["127.0.0.1", "localhost", "testserver"]
        ),
        database=env.db_url("DATABASE_URL", f"sqlite:///{data_dir / 'db.sqlite3'}"),
        cache_url=env.str("CACHE_URL", "locmemcache://"),
        email_url=env.str(
            "EMAIL_URL", "filemail:///" + str(data_dir / "mail").lstrip("/") if name == "production" else "dummymail://"
        ),
        data_dir=data_dir,
        elasticsearch_url=env.str("ELASTICSEARCH_URL", ""),
        behind_tls_proxy=env.bool("BEHIND_TLS_PROXY", False),
    )
    if (values.is_production or name not in ENVIRONMENTS) and (problems := values.problems()):
        raise UnsafeSettings(problems)
    return values


def _local_secret_key(name: str, data_dir: Path) -> str:
    """A key made once and kept beside the local data, so that `make run` needs no settings. None in production."""
    if name == "production":
        return ""
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(MINIMUM_SECRET_LENGTH))
    return path.read_text()
