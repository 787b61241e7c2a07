"""What the installation is told from outside: environment variables, nothing else."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from packhaus.access.types import Role

PREFIX = "PACKHAUS_"


class SettingWrong(Exception):
    """A variable holds what it cannot mean; every wrong one is named, in a line of its own."""


def _require_roles(given: str) -> str:
    known = [role.value for role in Role]
    unknown = [role for role in given.split(",") if role and role not in known]
    if unknown:
        # A slip here would leave people without the factor that they must have.
        raise ValueError(f"no role is called {', '.join(unknown)}; choose from {', '.join(known)}")
    return given


def _require_servers(given: str) -> str:
    for one in filter(None, given.split(",")):
        carrier, _, server = one.partition("=")
        if not carrier or not server.startswith(("http://", "https://")):
            raise ValueError(f"{one} is not like ups=https://stand-in.example")
    return given


Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)]


class Environment(BaseSettings):
    """Every variable Packhaus reads. DATABASE_URL and DATABASE_OWNER_URL are read by `kernel.postgres`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore")

    data_dir: Path = Field(default=Path("var"))
    secret_key: str = ""
    debug: bool = False
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    base_url: str = "http://localhost:8000"
    behind_tls: bool = False
    smtp_url: str = ""
    carrier_servers: Annotated[str, AfterValidator(_require_servers)] = ""
    metrics_token: str = ""
    upload_megabytes: int = Field(default=2000, gt=0)
    mail_from: str = "Packhaus <noreply@packhaus.example>"
    second_factor_roles: Annotated[str, AfterValidator(_require_roles)] = ""
    log_level: Level = "WARNING"
    gs1_company_prefix: str = Field(
        default="9520001", pattern=r"^[0-9]{4,12}$"
    )  # 952: GS1's own for examples


@cache
def get_environment() -> Environment:
    """Return the environment, read once per process. Raises: SettingWrong."""
    try:
        return Environment()
    except ValidationError as error:
        raise SettingWrong(
            "\n".join(
                f"{PREFIX}{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
                for problem in error.errors(include_url=False)
            )
        ) from None
