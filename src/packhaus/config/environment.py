"""What the installation is told from outside: environment variables, nothing else."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Every variable Packhaus reads. DATABASE_URL and DATABASE_OWNER_URL are read by `kernel.postgres`."""

    model_config = SettingsConfigDict(env_prefix="PACKHAUS_", extra="ignore")

    data_dir: Path = Field(default=Path("var"))
    secret_key: str = ""
    debug: bool = False
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    base_url: str = "http://localhost:8000"
    behind_tls: bool = False
    smtp_url: str = ""
    metrics_token: str = ""
    upload_megabytes: int = Field(default=2000, gt=0)
    mail_from: str = "Packhaus <noreply@packhaus.example>"
    second_factor_roles: str = Field(default="", pattern=r"^[a-z]*(,[a-z]+)*$")
    log_level: str = "WARNING"
    gs1_company_prefix: str = Field(
        default="9520001", pattern=r"^[0-9]{4,12}$"
    )  # 952: GS1's own for examples


@cache
def get_environment() -> Environment:
    """Return the environment, read once per process."""
    return Environment()
