"""What must be true of the whole database after any number of crashes, asked in SQL."""

import collections
import csv
import io
import sqlite3
import subprocess

from PythonSupport.databases import tool

# One event for each row that came to be, and one row for each event: (what, rows, events).
PAIRS = [
    (
        "grants", "SELECT id FROM grants",
        "SELECT object_id FROM audit_events WHERE action = 'grant.created'",
    ),
    (
        "customers", "SELECT id FROM customers",
        "SELECT object_id FROM audit_events WHERE action = 'customer.created'",
    ),
    (
        "API keys", "SELECT id FROM api_keys",
        "SELECT object_id FROM audit_events WHERE action IN ('api_key.created', 'api_key.rotated')",
    ),
    (
        "revocations", "SELECT id FROM grants WHERE revoked_at IS NOT NULL",
        "SELECT object_id FROM audit_events WHERE action = 'grant.revoked' AND object_kind = 'grant'",
    ),
]

# What no row may be, whatever the clients did: (what, a query that finds offenders).
NEVER = [
    (
        "an access token under a code that was not spent",
        """
        SELECT t.digest FROM access_tokens t JOIN authorization_codes c ON c.portal_id = t.portal_id AND c.grant_id = t.grant_id
        WHERE c.spent_at IS NULL
        """,
    ),
    (
        "a refresh token under a code that was not spent",
        """
        SELECT g.id FROM grants g JOIN authorization_codes c ON c.portal_id = g.portal_id AND c.grant_id = g.id
        WHERE c.spent_at IS NULL AND g.head_digest IS NOT NULL
        """,
    ),
    (
        "a spent code without what it was spent on",
        """
        SELECT g.id FROM grants g JOIN authorization_codes c ON c.portal_id = g.portal_id AND c.grant_id = g.id
        WHERE c.spent_at IS NOT NULL AND g.head_digest IS NULL AND g.revoked_at IS NULL
        """,
    ),
    (
        "a live refresh token that was retired",
        "SELECT g.id FROM grants g JOIN retired_refresh_tokens r ON r.digest IN (g.head_digest, g.predecessor_digest)",
    ),
    (
        "two customers under one name of the crash test",
        "SELECT company_name FROM customers WHERE company_name LIKE 'administratie %' GROUP BY company_name HAVING COUNT(*) > 1",
    ),
    (
        "an event of a customer without the address of its client",
        "SELECT id FROM audit_events WHERE action = 'customer.created' AND actor_kind = 'api-key' AND address <> '127.0.0.1'",
    ),
]


class Database:
    """Asks the database of an installation, beside the server."""

    def __init__(self, url: str):
        self.url = url

    def ask(self, text: str) -> list[tuple]:
        if self.url.startswith("sqlite:"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:"), timeout=30)
            try:
                return connection.execute(text).fetchall()
            finally:
                connection.close()
        done = subprocess.run(
            [tool("psql"), "--no-psqlrc", "--csv", "--tuples-only", "--set=ON_ERROR_STOP=1", "--command", text, self.url],
            check=True, capture_output=True, text=True, timeout=120,
        )
        return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))]

    def events(self, action: str) -> collections.Counter:
        return collections.Counter(row[0] for row in self.ask(f"SELECT object_id FROM audit_events WHERE action = '{action}'"))

    def totals(self) -> dict[str, collections.Counter]:
        """What was there before: the demo data comes without events."""
        return {what: collections.Counter(row[0] for row in self.ask(rows)) for what, rows, _ in PAIRS}

    def faults(self, before: dict[str, collections.Counter]) -> list[str]:
        found = self.integrity()
        for what, rows, events in PAIRS:
            there = collections.Counter(row[0] for row in self.ask(rows)) - before[what]
            told = collections.Counter(row[0] for row in self.ask(events))
            told = collections.Counter({key: count for key, count in told.items() if key not in before[what]})
            if there != told:
                found.append(f"{what}: {sum((there - told).values())} without an event, {sum((told - there).values())} events too many")
        for what, query in NEVER:
            if rows := self.ask(query):
                found.append(f"{what}: {len(rows)}")
        return found

    def integrity(self) -> list[str]:
        if self.url.startswith("sqlite:"):
            found = [f"integrity_check: {row[0]}" for row in self.ask("PRAGMA integrity_check") if row[0] != "ok"]
            return found + [f"foreign_key_check: {row}" for row in self.ask("PRAGMA foreign_key_check")]
        # PostgreSQL itself was not killed: what is left to look for are transactions that a dead server holds open.
        open_ = self.ask("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'")
        checked = subprocess.run(
            [tool("pg_amcheck"), "--install-missing", "--heapallindexed", self.url],
            capture_output=True, text=True, timeout=600,
        )
        return [f"a transaction is open: {row}" for row in open_] + (
            [f"pg_amcheck: {checked.stdout[-500:]}{checked.stderr[-500:]}"] if checked.returncode else []
        )
