from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Hashes as an installation does, with one pass over the least memory."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
