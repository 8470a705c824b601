"""How the site runs. The only reader of the environment, through ``backcare.env``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from backcare import env
from backcare.refusal import Refusal
from backcare.server import addresses, folder

# --- What was set -------------------------------------------------------------------

try:
    _env = env.read(os.environ)
    DATA_DIR = _env[env.DATA]
    folder.prepare(DATA_DIR)
    SECRET_KEY = _env[env.SECRET_KEY] or folder.secret_key(DATA_DIR)
except Refusal as refusal:
    raise ImproperlyConfigured(str(refusal)) from None

_url = _env[env.URL]
_path = _url.path if _url else ""
PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
IN_CHECKOUT = (ROOT / "manage.py").is_file()
DEBUG = _env[env.DEBUG]
HTTPS = _env.https
DEMO = (DATA_DIR / folder.DEMO_MARK).exists()
EMERGENCY_NUMBER = _env[env.EMERGENCY_NUMBER]
CRISIS_LINE = _env[env.CRISIS_LINE]
UNENCRYPTED = addresses.unencrypted(_env)
FRONT_ADDRESS = addresses.front_address(_env)

# --- Parts --------------------------------------------------------------------------

INSTALLED_APPS = [
    "backcare",
    "backcare.accounts",
    "tracker",
    "guides",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "backcare.middleware.answer_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backcare.middleware.QuickGZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "backcare.middleware.body_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backcare.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "backcare.middleware.NoRoomMiddleware",
]

ROOT_URLCONF = "backcare.urls"
WSGI_APPLICATION = "backcare.wsgi.application"

_loaders: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
if not DEBUG:
    _loaders = [("django.template.loaders.cached.Loader", _loaders)]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The wheel carries the folder inside the package.
        "DIRS": [(ROOT if IN_CHECKOUT else PACKAGE) / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backcare.context.site",
                "tracker.context.person",
            ],
            "loaders": [("template_partials.loader.Loader", _loaders)],
            "builtins": ["backcare.templatetags.addresses"],
            "libraries": {"partials": "template_partials.templatetags.partials"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ---------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / folder.DATABASE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Django's default mode lost up to a third of writes to "database is
            # locked"; WAL has a corruption race in the SQLite of Debian 12 and 13.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=TRUNCATE;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA foreign_keys=ON;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Rate limits must hold over threads and restarts.
    "default": {
        "BACKEND": "backcare.cache.CountingCache",
        "LOCATION": "backcare_cache",
        # Django's default of 300 lets a guesser push the count of guesses out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Language, numbers, time --------------------------------------------------------

# English throughout; the variant decides how dates and numbers are written.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", "English (United Kingdom)"),
    ("en-us", "English (United States)"),
    ("en-au", "English (Australia)"),
    ("en-ca", "English (Canada)"),
    ("en-ie", "English (Ireland)"),
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -------------------------------------------------------------------

STATIC_URL = f"{_path}/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# --- Addresses and cookies ----------------------------------------------------------

ALLOWED_HOSTS = addresses.hosts(_env)
TRUSTED_PROXIES = _env.trusted_proxies
FORCE_SCRIPT_NAME = _path or None
CSRF_TRUSTED_ORIGINS = [_url.origin] if _url else []
if HTTPS and _url:
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = _url.origin.removeprefix("https://")
    SECURE_REDIRECT_EXEMPT = [r"^(.+/)?healthz$"]
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_SECURE = HTTPS
# A message can name what was logged, which must not be kept by the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "backcare.views.csrf_failure"

# --- Headers ------------------------------------------------------------------------

SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _env[env.HSTS] else 0
SECURE_REFERRER_POLICY = "same-origin"
# backcare.middleware sends it where browsers heed it, without a warning elsewhere.
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains: a self-hoster's other names are not ours to bind.
    "security.W005",
    # HSTS preload: cannot be taken back, and only the owner of the domain may ask.
    "security.W021",
]

# --- Accounts -----------------------------------------------------------------------

_mail = _env[env.SMTP_URL]
MAIL_WORKS = _mail is not None
SIGNUPS_OPEN = _env[env.SIGNUPS] == "open"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["backcare.accounts.backends.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "tracker:today"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

ACCOUNT_ADAPTER = "backcare.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_USERNAME_VALIDATORS = "backcare.accounts.validators.USERNAME_VALIDATORS"
ACCOUNT_EMAIL_VERIFICATION = "optional" if MAIL_WORKS else "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SIGNUP_REDIRECT_URL = "tracker:welcome"
ACCOUNT_FORMS = {
    "login": "backcare.accounts.forms.SignInForm",
    "signup": "backcare.accounts.forms.JoinForm",
    "add_email": "backcare.accounts.forms.AddEmailForm",
    "change_password": "backcare.accounts.forms.ChangePasswordForm",
    "reset_password": "backcare.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "backcare.accounts.forms.NewPasswordForm",
    "reauthenticate": "backcare.accounts.forms.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": "backcare.accounts.forms.SecondStepForm",
    "reauthenticate": "backcare.accounts.forms.ConfirmCodeForm",
    "activate_totp": "backcare.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "backcare.accounts.forms.AddPasskeyForm",
    "login_webauthn": "backcare.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "backcare.accounts.forms.PasskeySecondStepForm",
    "reauthenticate_webauthn": "backcare.accounts.forms.ConfirmPasskeyForm",
}
MFA_ADAPTER = "backcare.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# allauth refuses second steps while an unverified address is on file. Where anybody
# may sign up that guards against taking somebody else's address; elsewhere it only
# shuts out people without a mail server.
MFA_ALLOW_UNVERIFIED_EMAIL = not SIGNUPS_OPEN
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail ---------------------------------------------------------------------------

if _mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.host
    EMAIL_PORT = _mail.port
    EMAIL_HOST_USER = _mail.user
    EMAIL_HOST_PASSWORD = _mail.password
    EMAIL_USE_TLS = _mail.encryption == "starttls"
    EMAIL_USE_SSL = _mail.encryption == "tls"
    EMAIL_TIMEOUT = 20
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env[env.MAIL_FROM] or ""
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Log ----------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "backcare.log.UTCFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": _env[env.LOG_LEVEL].upper()},
    "loggers": {"django": {"handlers": [], "level": "NOTSET", "propagate": True}},
}
