"""Settings of the pages; `config.settings` takes the lists as they are, and EXTRA over its own names.

The order matters: django_cotton comes last, its loader first; locale comes after the session and before common.
"""

from typing import Any

from csp.constants import NONE, SELF, WASM_UNSAFE_EVAL

WEB_APPS = ["csp", "django_htmx", "packhaus.web", "django_cotton.apps.SimpleAppConfig"]

WEB_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "packhaus.web.uploads.UploadMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "packhaus.access.middleware.IdentityMiddleware",
    "packhaus.web.floor.gate.FloorGateMiddleware",
    "packhaus.web.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "packhaus.web.middleware.ChoicesMiddleware",
    "packhaus.web.middleware.FrameMiddleware",
    "packhaus.web.floor.trail.TrailMiddleware",
    # Last: it turns the answer of a locked-out sign-in into 429.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "packhaus.web.templatetags.formats",
                "packhaus.web.templatetags.frame",
                "packhaus.web.templatetags.rights",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "packhaus.web.context.frame",
            ],
        },
    }
]

EXTRA: dict[str, Any] = {
    "CONTENT_SECURITY_POLICY": {
        "DIRECTIVES": {
            "default-src": [SELF],
            "script-src": [SELF, WASM_UNSAFE_EVAL],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "object-src": [NONE],
            "base-uri": [NONE],
            "form-action": [SELF],
            # Document previews are frames of our own pages.
            "frame-ancestors": [SELF],
        }
    },
    "X_FRAME_OPTIONS": "SAMEORIGIN",
    "CSRF_FAILURE_VIEW": "packhaus.web.views.errors.refuse_forgery",
    "LOGIN_URL": "sign-in",
    "LOGIN_REDIRECT_URL": "/",
    "LANGUAGE_COOKIE_NAME": "packhaus_language",
    "LANGUAGE_COOKIE_AGE": 365 * 24 * 3600,
    "LANGUAGE_COOKIE_SAMESITE": "Lax",
    "LANGUAGE_COOKIE_HTTPONLY": True,
    "WHITENOISE_USE_FINDERS": True,
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "packhaus.web.static_files.StaticStorage"},
    },
}
