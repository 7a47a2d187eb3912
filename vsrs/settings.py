"""One settings file. Every value that differs between machines is read from the environment by a
small typed reader that fails at start with a sentence; `docs/settings.md` lists them all."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VSRS_VAR_DIR", BASE_DIR / "var"))


def env_text(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (what for: docs/settings.md).")
    return value


def env_flag(name, default):
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return default


def env_number(name, default):
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None


def env_list(name, default=()):
    value = os.environ.get(name, "")
    return [item.strip() for item in value.split(",") if item.strip()] or list(default)


def database_from_url(url):
    """`postgres://user:password@host:port/name?host=/socket/folder` as a Django database entry."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:port/name")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "vsrs.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": env_number("VSRS_CONN_MAX_AGE", 60),
        # A dead connection is noticed at the next request instead of failing it.
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env_flag("VSRS_PGBOUNCER", False),
        # Row locks keep seats from being oversold at this level only; vsrs/checks.py looks again.
        "OPTIONS": {"isolation_level": IsolationLevel.READ_COMMITTED, **query},
    }


def broker_from_url(url):
    """Celery spells a unix socket and its database differently than the cache does."""
    if not url.startswith("unix://"):
        return url
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


# --- what kind of run this is ------------------------------------------------------------------
DEBUG = env_flag("VSRS_DEBUG", False)
# The demo says so on every page and does not ask staff for a second factor.
DEMO = env_flag("VSRS_DEMO", False)
PRODUCTION = env_flag("VSRS_PRODUCTION", False)
SECRET_KEY = env_text("VSRS_SECRET_KEY", None if PRODUCTION else "only-for-the-demo-and-for-tests")
# Encrypts what must be readable again (second-factor secrets). Separate from SECRET_KEY so that
# the latter can be rotated. Several, divided by commas: the first encrypts, the others still decrypt.
ENCRYPTION_KEYS = env_list("VSRS_ENCRYPTION_KEY", [] if PRODUCTION else ["only-for-the-demo-and-for-tests"])
if not ENCRYPTION_KEYS:
    raise ImproperlyConfigured("Set VSRS_ENCRYPTION_KEY to a long random text; docs/settings.md says how.")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
ALLOWED_HOSTS = env_list("VSRS_HOSTS", [] if PRODUCTION else LOCAL_HOSTS)
SITE_URL = env_text("VSRS_SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env_list("VSRS_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "accounts",
    "services",
    "notifications",
    "network",
    "organizers",
    "trainings",
    "consultations",
    "vsrs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "vsrs.middleware.request_number",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vsrs.middleware.content_policy",
    "vsrs.health.answer_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "services.middleware.TenancyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "vsrs.middleware.RefusedForms",
    "vsrs.middleware.words_for_buttons",
]

ROOT_URLCONF = "vsrs.urls"
WSGI_APPLICATION = "vsrs.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "vsrs.templatetags.ui",
                "vsrs.templatetags.ui_drawings",
                "vsrs.templatetags.ui_ways",
                "vsrs.templatetags.ui_forms",
                "django.templatetags.i18n",
                "vsrs.templatetags.quick",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vsrs.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database, cache, queue --------------------------------------------------------------------
DATABASES = {"default": database_from_url(env_text("DATABASE_URL", "postgres://vsrs@localhost/vsrs"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_text("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {"BACKEND": "vsrs.cache.Cache", "LOCATION": REDIS_URL},
}
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600

CELERY = {
    "broker_url": broker_from_url(REDIS_URL),
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        # Whoever hands over a task does not wait for a broker that is down; worker and beat do.
        "max_retries": 0,
        "interval_start": 0,
        "socket_connect_timeout": 2,
    },
    "timezone": "Europe/Sarajevo",
    "task_always_eager": env_flag("VSRS_TASKS_EAGER", False),
    "task_time_limit": 600,
}

# How long the counts in the side list of a desk may lag behind; every recorded change renews them.
DESK_COUNTS_SECONDS = env_number("VSRS_DESK_COUNTS_SECONDS", 30)

# How long a process keeps the short list of services that the header and the map need.
PLACES_SECONDS = env_number("VSRS_PLACES_SECONDS", 300)

# What a filter without a choice says.
FILTERS_EMPTY_CHOICE_LABEL = _("all")

# --- people ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["services.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:after_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "vsrs.ui.writing.written"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# One address an account: a new one takes the place of the old when its code is typed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {"add_email": "accounts.email_forms.NewAddressForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/h/ip",
    # The first code and two more, should it not come.
    "confirm_email": "3/180s/key",
}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.key_forms.AddKeyForm",
    "edit_webauthn": "accounts.key_forms.EditKeyForm",
    "login_webauthn": "accounts.key_forms.LoginKeyForm",
    "authenticate_webauthn": "accounts.key_forms.AuthenticateKeyForm",
    "reauthenticate_webauthn": "accounts.key_forms.ReauthenticateKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "VSRS"
USERSESSIONS_TRACK_ACTIVITY = False
# Staff and coordinators must have a second factor; off in the demo.
REQUIRE_SECOND_FACTOR = env_flag("VSRS_REQUIRE_SECOND_FACTOR", PRODUCTION)

# --- languages, time ---------------------------------------------------------------------------
LANGUAGE_CODE = "sr-latn"
LANGUAGES = [("sr-latn", "Srpski (latinica)"), ("sr", "Српски (ћирилица)"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["vsrs.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Sarajevo"
# Off: `{{ year }}` and numbers in links must stay bare; the filter `|number` writes 1.284.567,5.
USE_THOUSAND_SEPARATOR = False
LANGUAGE_COOKIE_NAME = "jezik"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

# --- files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("VSRS_STATIC_ROOT", BASE_DIR / "static-built"))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "vsrs.statics.Storage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# The largest file somebody may send in.
UPLOAD_BYTES = env_number("VSRS_UPLOAD_MB", 20) * 2**20

# --- e-mail ------------------------------------------------------------------------------------
EMAIL_BACKEND = env_text("VSRS_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env_text("VSRS_EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("VSRS_EMAIL_PORT", 25)
EMAIL_HOST_USER = env_text("VSRS_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env_text("VSRS_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_flag("VSRS_EMAIL_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_text("VSRS_FROM_EMAIL", "Volonterski servis Republike Srpske <portal@vsrs.example>")

# --- security ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = PRODUCTION and env_flag("VSRS_HTTPS", True)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
BEHIND_PROXY = env_flag("VSRS_BEHIND_PROXY", False)
# Whose address the throttling of sign-in counts.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^zdravlje/"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vsrs.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
# The attendance of a thousand people is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
SILENCED_SYSTEM_CHECKS = []

# --- logs --------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "vsrs.logs.RequestNumberFilter"},
        "secrets": {"()": "vsrs.logs.SecretPathFilter"},
    },
    "formatters": {"json": {"()": "vsrs.logs.JSONFormatter"}, "plain": {"()": "vsrs.logs.PlainFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request", "secrets"],
            "formatter": env_text("VSRS_LOG_FORMAT", "json" if PRODUCTION else "plain"),
        }
    },
    "root": {"handlers": ["console"], "level": env_text("VSRS_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"propagate": True},
        "fontTools": {"level": "WARNING"},
        # Beat and the worker would tell of each sweep, every few seconds, that it came and went.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
