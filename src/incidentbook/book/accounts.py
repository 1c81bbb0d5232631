"""Who may use a served book: accounts, tokens and failed logins, in a file of its own beside the book.

The file holds no password and no token, only what they can be checked by: passwords by scrypt (RFC 7914), tokens, which are
random and long, by SHA-256. The book and what is exported of it know nothing of accounts.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from incidentbook.errors import AccountError

Role = Literal["reader", "reviewer", "editor"]
ROLES: tuple[Role, ...] = get_args(Role)
FILE_ENDING = ".accounts"
TOKEN_PREFIX = "ibt_"
LEAST_LETTERS = 10
_LONGEST_NAME, _LONGEST_PASSWORD = 60, 1024
_COSTS = (2**15, 8, 3)
"""N, r and p of scrypt: 32 MiB and about a quarter of a second, as the OWASP password storage cheat sheet has it."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, salt BLOB NOT NULL, key BLOB NOT NULL, costs TEXT NOT NULL,
  generation INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS tokens (
  hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts(name) ON DELETE CASCADE, made INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS failures (who TEXT PRIMARY KEY, count INTEGER NOT NULL, last REAL NOT NULL);
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS secret (key BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may use the book. `generation` grows when the password changes: sessions from before end."""

    name: str
    role: Role
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Slowing:
    """How failed logins are slowed: none until `free` of them, then 1, 2, 4 … seconds, `longest` at most; forgotten after
    `forgotten` seconds without one.
    """

    free: int = 3
    longest: float = 900
    forgotten: float = 24 * 3600

    def wait(self, count: int) -> float:
        """Seconds to wait after so many failures in a row."""
        return 0.0 if count < self.free else min(2.0 ** min(count - self.free, 30), self.longest)


class Accounts:
    """The accounts of a book.

    Args:
        path: their file; it is made where there is none, for its owner alone.
        costs: of scrypt.
        now: the time in seconds of the epoch.
    """

    def __init__(
        self,
        path: Path,
        *,
        costs: tuple[int, int, int] = _COSTS,
        slowing: Slowing = Slowing(),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._path, self._costs, self._slowing, self._now = path, costs, slowing, now
        self._hashing = threading.BoundedSemaphore(2)
        try:
            path.touch(mode=0o600, exist_ok=True)
            with closing(sqlite3.connect(path)) as connection:
                connection.executescript(_SCHEMA)
                if connection.execute("SELECT key FROM secret").fetchone() is None:
                    connection.execute("INSERT INTO secret VALUES (?)", (secrets.token_bytes(32),))
                connection.commit()
        except (sqlite3.Error, OSError) as error:
            said = f"the accounts in {path} cannot be used: {error}; check the file and its permissions"
            raise AccountError(said) from error
        self._nobody = secrets.token_bytes(16)

    @classmethod
    def beside(cls, home: Path) -> Accounts:
        """The accounts of the book with that file."""
        return cls(home.with_name(home.name + FILE_ENDING))

    @property
    def secret(self) -> bytes:
        """What sessions are signed with."""
        with self._open() as connection:
            (key,) = connection.execute("SELECT key FROM secret").fetchone()
        return bytes(key)

    def all(self) -> list[Account]:
        """All accounts, by name."""
        with self._open() as connection:
            rows = connection.execute("SELECT name, role, generation FROM accounts ORDER BY name").fetchall()
        return [Account(*row) for row in rows]

    def account(self, name: str) -> Account | None:
        """The account of that name."""
        with self._open() as connection:
            query = "SELECT name, role, generation FROM accounts WHERE name = ?"
            row = connection.execute(query, (plain_name(name),)).fetchone()
        return Account(*row) if row else None

    def add(self, name: str, role: Role, password: str) -> Account:
        """A new account.

        Raises:
            AccountError: there is one of that name, or the name or the password will not do.
        """
        named = checked_name(name)
        if self.account(named) is not None:
            raise AccountError(
                f"there is an account {named}; `incidentbook accounts password {named}` changes it"
            )
        salt, key = self._hashed(checked_password(password))
        with self._open() as connection:
            row = (named, role, salt, key, _written(self._costs), 0)
            connection.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)", row)
        return Account(named, role)

    def set_password(self, name: str, password: str) -> None:
        """Another password; sessions and tokens of the account end.

        Raises:
            AccountError: there is no such account, or the password will not do.
        """
        account = self._known(name)
        salt, key = self._hashed(checked_password(password))
        with self._open() as connection:
            query = (
                "UPDATE accounts SET salt = ?, key = ?, costs = ?, generation = generation + 1 WHERE name = ?"
            )
            connection.execute(query, (salt, key, _written(self._costs), account.name))
            connection.execute("DELETE FROM tokens WHERE account = ?", (account.name,))

    def remove(self, name: str) -> None:
        """Ends an account; what it decided stays.

        Raises:
            AccountError: there is no such account.
        """
        account = self._known(name)
        with self._open() as connection:
            connection.execute("DELETE FROM accounts WHERE name = ?", (account.name,))

    def make_token(self, name: str) -> str:
        """A token by which programs use an account; it is shown this once.

        Raises:
            AccountError: there is no such account.
        """
        account = self._known(name)
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        with self._open() as connection:
            row = (_token_hash(token), account.name, int(self._now()))
            connection.execute("INSERT INTO tokens VALUES (?, ?, ?)", row)
        return token

    def by_token(self, token: str) -> Account | None:
        """Whose token it is."""
        with self._open() as connection:
            query = "SELECT account FROM tokens WHERE hash = ?"
            row = connection.execute(query, (_token_hash(token),)).fetchone()
        return self.account(row[0]) if row else None

    def log_in(self, name: str, password: str) -> Account | None:
        """The account, where the password is its own; the same time is taken where there is no such account."""
        with self._open() as connection:
            query = "SELECT name, role, generation, salt, key, costs FROM accounts WHERE name = ?"
            row = connection.execute(query, (plain_name(name),)).fetchone()
        salt, key, costs = row[3:] if row else (self._nobody, b"", _written(self._costs))
        with self._hashing:
            found = _scrypt(password[:_LONGEST_PASSWORD], salt, costs)
        return Account(*row[:3]) if row and hmac.compare_digest(found, key) else None

    # ------------------------------------------------------------ failed logins

    def wait(self, who: str, more: int = 0) -> float:
        """Seconds that `who`, an account or an address, has to wait before the next login; it has `more` free failures."""
        with self._open() as connection:
            row = connection.execute("SELECT count, last FROM failures WHERE who = ?", (who,)).fetchone()
        if row is None or self._now() - row[1] > self._slowing.forgotten:
            return 0.0
        return max(0.0, float(row[1]) + self._slowing.wait(row[0] - more) - self._now())

    def failed(self, who: str) -> None:
        """Notes a login that failed, or may; many at the same time are all noted before the first is checked."""
        now = self._now()
        with self._open() as connection:
            connection.execute("DELETE FROM failures WHERE last < ?", (now - self._slowing.forgotten,))
            query = """INSERT INTO failures VALUES (?, 1, ?)
              ON CONFLICT (who) DO UPDATE SET count = count + 1, last = excluded.last"""
            connection.execute(query, (who, now))

    def succeeded(self, who: str) -> None:
        """A login went well: its failures are forgotten."""
        with self._open() as connection:
            connection.execute("DELETE FROM failures WHERE who = ?", (who,))

    # ------------------------------------------------------------ ended sessions

    def end(self, session: str, until: int) -> None:
        """A session that was logged out; `until`: when it would have ended by itself."""
        with self._open() as connection:
            connection.execute("DELETE FROM ended WHERE until < ?", (int(self._now()),))
            connection.execute("INSERT OR IGNORE INTO ended VALUES (?, ?)", (session, until))

    def is_ended(self, session: str) -> bool:
        """Whether a session was logged out."""
        with self._open() as connection:
            return (
                connection.execute("SELECT 1 FROM ended WHERE session = ?", (session,)).fetchone() is not None
            )

    def _known(self, name: str) -> Account:
        account = self.account(name)
        if account is None:
            raise AccountError(f"there is no account {name}; see `incidentbook accounts list`")
        return account

    def _hashed(self, password: str) -> tuple[bytes, bytes]:
        salt = secrets.token_bytes(16)
        with self._hashing:
            return salt, _scrypt(password, salt, _written(self._costs))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
                connection.execute("PRAGMA foreign_keys=ON")
                yield connection
        except sqlite3.Error as error:
            raise AccountError(f"the accounts in {self._path} cannot be used: {error}") from error


def plain_name(name: str) -> str:
    """A name as accounts have it."""
    return unicodedata.normalize("NFC", name.strip())


def checked_name(name: str) -> str:
    """A name that an account may have.

    Raises:
        AccountError: it is empty, too long, or holds what cannot be printed.
    """
    named = plain_name(name)
    if not named or len(named) > _LONGEST_NAME or not named.isprintable():
        raise AccountError(f"an account's name has 1 to {_LONGEST_NAME} letters that can be printed")
    return named


def checked_password(password: str) -> str:
    """A password that will do.

    Raises:
        AccountError: it is too short or too long.
    """
    if not LEAST_LETTERS <= len(password) <= _LONGEST_PASSWORD:
        raise AccountError(f"a password has {LEAST_LETTERS} letters or more; take several words")
    return password


def _scrypt(password: str, salt: bytes, costs: str) -> bytes:
    n, r, p = map(int, costs.split(","))
    plain = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(plain, salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)


def _written(costs: tuple[int, int, int]) -> str:
    return ",".join(map(str, costs))


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
