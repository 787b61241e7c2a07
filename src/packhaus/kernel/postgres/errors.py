class ServerError(Exception):
    """The embedded server could not be started or stopped; the text says what a person can do about it."""
