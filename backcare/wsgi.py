"""The WSGI application that the server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from backcare.server import upkeep
from backcare.server.proxy import BehindProxy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backcare.settings")
application = BehindProxy(
    get_wsgi_application(),
    settings.TRUSTED_PROXIES,
    settings.FORCE_SCRIPT_NAME or "",
)
upkeep.start()
