"""Django settings. What an installation may change is in `environment.py`; the rest is decided here."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from packhaus.config.environment import get_environment
from packhaus.config.secret import get_secret_key
from packhaus.kernel import postgres
from packhaus.web import settings as web

ENVIRONMENT = get_environment()
PACKAGE_DIR = Path(__file__).resolve().parent.parent
# Beside the embedded server's, wherever a command is started: one installation has one key and one place for uploads.
DATA_DIR = postgres.place_data_folder(ENVIRONMENT.data_dir)

SECRET_KEY = get_secret_key(ENVIRONMENT.secret_key, DATA_DIR)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts.split(",")
BASE_URL = ENVIRONMENT.base_url
GS1_COMPANY_PREFIX = ENVIRONMENT.gs1_company_prefix
# GS1's prefix for examples is nobody's: cartons and pallets get numbers of their site instead.
HAS_GS1_COMPANY_PREFIX = "gs1_company_prefix" in ENVIRONMENT.model_fields_set

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "axes",
    "packhaus.access",
    "packhaus.journal",
    "packhaus.parties",
    "packhaus.messaging",
    "packhaus.terms",
    "packhaus.catalog",
    "packhaus.network",
    "packhaus.inventory",
    "packhaus.shipping",
    "packhaus.orders",
    "packhaus.outbound",
    "packhaus.inbound",
    "packhaus.transfers",
    "packhaus.recalls",
    "packhaus.care",
    "packhaus.printing",
    "packhaus.channels",
    "packhaus.insight",
    *web.WEB_APPS,
    "packhaus.config",
]

MIDDLEWARE = ["packhaus.config.metrics.middleware.RouteMiddleware", *web.WEB_MIDDLEWARE]
ROOT_URLCONF = "packhaus.config.urls"
WSGI_APPLICATION = "packhaus.config.wsgi.application"
TEMPLATES = web.TEMPLATES


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "packhaus.kernel.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What is left are libpq's own: sslmode, sslrootcert, connect_timeout.
        "OPTIONS": {"prepare_threshold": 2, "application_name": "packhaus", **query},
    }


_runtime_url, _owner_url = postgres.addresses()
DATABASES = {"default": _database(_runtime_url), "owner": _database(_owner_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A key within a merchant may be the primary key too; it is no OneToOneField because its constraint is composite.
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "packhaus.access.backends.EmailBackend"]
# Roles that may do nothing without a second factor: "admin", "admin,finance", or nobody.
SECOND_FACTOR_ROLES = frozenset(role for role in ENVIRONMENT.second_factor_roles.split(",") if role)
# Ten wrong passwords for one address from one place, then a quarter of an hour of nothing; not for the address alone,
# or anybody could lock a colleague out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Who tries again too early waits no longer for it: the time that the page says is the time there is.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "packhaus.config.lockout.read_address"
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "packhaus.config.lockout.refuse_sign_in"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("id", "Bahasa Indonesia")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns otherwise

MAIL_URL = ENVIRONMENT.smtp_url
# Stand-ins for carriers, by interface: labels are bought there. Only for trying; the carriers' own addresses otherwise.
CARRIER_SERVERS = dict(one.split("=", 1) for one in ENVIRONMENT.carrier_servers.split(",") if one)
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.behind_tls
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
UPLOAD_BYTES = ENVIRONMENT.upload_megabytes * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
}

globals().update(web.EXTRA)
