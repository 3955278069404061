"""The settings of one instance: the only reader of the environment and of `portal.toml`."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

PREFIX = "PLATEBOOK_"
ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(ValueError):
    """A setting is unknown or wrong; the message says which, and what to do."""


class Settings(BaseModel):
    """One instance, settled. Read from the environment (`PLATEBOOK_...`), then from `portal.toml` in its folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: Path
    agency: str = ""
    """Which profile; without it, the one the instance folder was founded for."""
    database_url: str = ""
    owner_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    origin: str = ""
    proxies: int = Field(default=0, ge=0, le=5)
    """How many reverse proxies of our own stand before the portal; their forwarded addresses are believed."""
    checkpoints: Path | None = None
    password_hash: Literal["argon2id", "pbkdf2"] = "argon2id"  # noqa: S105 names a function
    """`pbkdf2` (HMAC-SHA-256, 600,000 rounds) where only FIPS-approved functions may be used."""
    password_length: int = Field(default=15, ge=8, le=128)
    """Least characters of a password. CJIS Security Policy IA-5(1)(a) asks for 8 at least."""
    password_days: int = Field(default=365, ge=0)
    """After how many days a password must be changed (CJIS IA-5 f: yearly); 0 for never."""
    banned_passwords: Path | None = None
    """The agency's own list of passwords nobody may use, one a line, beside the one shipped."""
    smtp_host: str = ""
    """The server that takes the portal's mail; empty means no mail is sent, and the portal says so."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_encryption: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_sender: str = ""
    throwaway: bool = False
    """The database is thrown away after use, as in the suite: its server may trade durability for speed."""

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.instance / 'portal.db'}"

    @property
    def keys(self) -> Path:
        return self.instance / "keys"

    @property
    def pictures(self) -> Path:
        return self.instance / "pictures"

    @property
    def documents(self) -> Path:
        """Sign-in sheets and certificates of training."""
        return self.instance / "documents"

    @property
    def profiles(self) -> Path | None:
        """The instance folder where it holds the agency's own profile, else None for the shipped ones."""
        return self.instance if (self.instance / f"{self.agency}.toml").is_file() else None

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK

    @property
    def public_origin(self) -> str:
        """Where people reach the portal. `localhost`, since a browser keeps Secure cookies there without TLS."""
        return self.origin or f"http://localhost:{self.port}"

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ, *, agency: str = "") -> "Settings":
        """The settings of the instance that the environment names, or else of `agency`.

        Raises `SettingsError` naming every wrong setting at once.
        """
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_") and value
        }
        folder = Path(given.get("instance") or default_folder(given.get("agency", agency))).absolute()
        founded = agency or from_file(folder / "instance.toml").get("agency", "")
        try:
            return cls(
                **{"agency": founded, **from_file(folder / "portal.toml"), **given, "instance": folder}
            )
        except ValidationError as error:
            raise SettingsError(explain(error)) from error


def default_folder(agency: str) -> Path:
    """`instance/<agency>`; with no agency named, the only instance there is."""
    founded = [path.parent for path in (ROOT / "instance").glob("*/instance.toml")]
    return founded[0] if not agency and len(founded) == 1 else ROOT / "instance" / agency


def from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is no valid TOML: {error}.") from error


def explain(error: ValidationError) -> str:
    lines = [f"  {PREFIX}{each['loc'][0]!s}".upper() + f": {each['msg']}" for each in error.errors()]
    return "These settings are wrong (environment or portal.toml):\n" + "\n".join(lines)
