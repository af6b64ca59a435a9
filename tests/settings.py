"""The product's settings, with what only tests want: a var folder of their own, cheap passwords."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ouroboros-tests-"))
os.environ.setdefault("SECRET_KEY", "only for tests")

from assistant.settings import *  # noqa: E402, F403
from assistant.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
