"""Settings of the tests: their own cluster, whose files need not survive a machine."""

import os

os.environ.setdefault("PACKHAUS_PG_ROOT", "var/test-postgres")
os.environ.setdefault("PACKHAUS_PG_FSYNC", "off")

from packhaus.config.settings import *  # noqa: F403 - the environment must be set before

# The same scheme at the least cost that it takes: what makes a guess expensive makes every person of a test so.
PASSWORD_HASHERS = ["tests.harness.hashing.CheapArgon2"]
