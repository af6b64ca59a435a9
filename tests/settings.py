"""The product's settings, with what only tests want: a var folder of their own, cheap passwords."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ouroboros-tests-"))
# Where the tests' own Redis listens, once a test has asked for it (see tests/services.py).
os.environ.setdefault("REDIS_URL", f"unix://{os.environ['VAR_DIR']}/redis.sock?db=0")
os.environ.setdefault("SECRET_KEY", "only for tests")

from assistant.settings import *  # noqa: F403
from assistant.settings import DATABASES, STATIC_ROOT, STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where it is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a thread's connection outlives no test
