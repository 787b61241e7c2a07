"""Queue, send, resolve and forget messages."""
