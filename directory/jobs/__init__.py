"""Work that waits: rows written in the transaction of their cause, done by the worker."""
