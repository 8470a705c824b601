"""The site's settings as the tests run them: own folder, quick where it may be."""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("BACKCARE_")]:
    if not _name.startswith("BACKCARE_TEST_"):
        del os.environ[_name]
os.environ["BACKCARE_DATA"] = tempfile.mkdtemp(prefix="backcare-tests-")
atexit.register(shutil.rmtree, os.environ["BACKCARE_DATA"], ignore_errors=True)
os.environ["BACKCARE_SECRET_KEY"] = "only-for-tests-" + "0123456789" * 5
# Playwright's synchronous interface runs an event loop in the tests' own thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from backcare.settings import *  # noqa: E402, F403
from backcare.settings import DATA_DIR, DATABASES, STATIC_ROOT  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A file, not memory: an in-memory database hides locking.
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
DATABASES["default"]["OPTIONS"]["init_command"] = (
    "PRAGMA journal_mode=TRUNCATE;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
)
