"""The ledger as the stages see it. Each method is one transaction; nothing of the database leaves it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine

from core.codes import State
from core.errors import StorageError
from core.ledger import claims, results, seen
from core.ledger.connection import connect, database_file, transaction
from core.ledger.entries import Claim, ContentEntry, DocumentEntry, FileEntry, RunEntry, SeenFile, StageEntry
from core.ledger.upgrade import MIGRATIONS, bring_up_to_date, require_current
from core.records.document import Document
from core.records.links import Link
from core.records.pages import Pages
from core.settings import Settings


def open_ledger(
    settings: Settings, *, run: int | None = None, migrations: Path = MIGRATIONS, readonly: bool = False
) -> Ledger:
    """The ledger of these settings, created or upgraded where needed. A context manager that closes it.

    `readonly` asks for no right to write, and upgrades nothing.
    Raises StorageError where it cannot be written (`readonly`: read, or is older), LedgerTooNew where a newer program wrote it.
    """
    file = database_file(settings.ledger_url)
    if file is not None and not readonly:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder {file.parent} of the ledger cannot be made: {error.strerror}.",
                hint="Give this user the right to write there, or set MEA__DATA_DIR to a folder of its own.",
            ) from error
    engine = connect(settings.ledger_url, settings.limits.ledger_wait_seconds, readonly=readonly)
    backup = None
    try:
        if readonly:
            require_current(engine, migrations)
        else:
            backup = bring_up_to_date(engine, migrations)
    except BaseException:
        engine.dispose()
        raise
    lease = max(settings.limits.lease_seconds, 2 * settings.limits.read_seconds)
    return Ledger(engine, run=run, lease_seconds=lease, backup=backup)


class Ledger:
    """Opened by `open_ledger`. Safe to share between threads; each process opens its own."""

    def __init__(self, engine: Engine, *, run: int | None, lease_seconds: float, backup: Path | None = None) -> None:
        self._engine = engine
        self._lease_seconds = lease_seconds
        self._host = socket.gethostname()
        self.run = run
        """Number of the run that claims are made for."""
        self.backup = backup
        """Copy of the ledger from before this opening upgraded it; None where nothing was upgraded."""

    @property
    def owner(self) -> str:
        """Who claims: run, host and process."""
        return f"{self.run or 0}/{self._host}/{os.getpid()}"

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Names and bytes

    def record(self, files: Iterable[SeenFile]) -> None:
        """Takes names in, or notes that they were seen in this run; all of `files` or none."""
        with self._writing() as connection:
            for file in files:
                seen.record(connection, self._of_run(), file)

    def contents(self, *, run: int | None = None) -> Iterator[ContentEntry]:
        """All bytes with a sound name, ordered by sha256; only those seen in `run` where given."""
        return self._each(lambda connection: seen.content_entries(connection, run=run))

    def content(self, sha256: str) -> ContentEntry | None:
        """None where no sound name leads to these bytes."""
        with self._reading() as connection:
            return next(seen.content_entries(connection, sha256=sha256), None)

    def files(self, *, run: int | None = None, states: Sequence[State] = ()) -> Iterator[FileEntry]:
        """Names with state, code, cause and hint, ordered by name; only those seen in `run`, or in `states`."""
        return self._each(lambda connection: seen.file_entries(connection, run=run, states=states))

    def count_states(self, *, run: int | None = None) -> dict[State, int]:
        """Names by state, all four states."""
        with self._reading() as connection:
            return seen.count_states(connection, run=run)

    def count_contents(self, *, run: int | None = None) -> int:
        with self._reading() as connection:
            return seen.count_contents(connection, run=run)

    # Stages

    def claim(self, unit: str, stage: str, digest: str, *, force: bool = False) -> Claim | None:
        """The right to work, after `failed: started` has been written; None where there is nothing to do.

        Nothing is to do where the stage is done, refused or waiting with the same digest (unless `force`), and where
        another owner's lease still runs. `unit` is a content's sha256, or `corpus` for link and index.
        """
        with self._writing() as connection:
            return claims.claim(
                connection,
                unit,
                stage,
                digest,
                run=self.run,
                owner=self.owner,
                seconds=self._lease_seconds,
                force=force,
            )

    def finish(self, claim: Claim, *, output: str | None = None, detail: dict[str, Any] | None = None) -> bool:
        """Done: call it when the effect is durable. False where the claim was lost meanwhile; then nothing changed."""
        with self._writing() as connection:
            return _done(connection, claim, output, detail)

    def finish_read(self, claim: Claim, key: str, pages: Pages, *, programs: str | None = None) -> bool:
        """Done, and the pages of this content are the blob `key`. `programs`: those that were at hand, where others might
        read more of it."""
        detail = {"pages": len(pages.pages), "reader": pages.reader}
        if programs is not None:
            detail["programs"] = programs
        with self._writing() as connection:
            if not _done(connection, claim, key, detail):
                return False
            seen.set_media_type(connection, claim.unit, pages.media_type)
            return True

    def finish_document(self, claim: Claim, key: str, document: Document) -> bool:
        """Done, and the document of this content is the blob `key`, in one transaction."""
        detail = {"citations": len(document.citations), "segments": len(document.segments)}
        with self._writing() as connection:
            if not _done(connection, claim, key, detail):
                return False
            results.put_document(connection, claim.unit, key, document)
            return True

    def finish_links(
        self, claim: Claim, links: Iterable[Link], *, output: str | None = None, detail: dict[str, Any] | None = None
    ) -> bool:
        """Done, and `links` are all links there are, in one transaction."""
        with self._writing() as connection:
            if not _done(connection, claim, output, detail):
                return False
            results.replace_links(connection, links)
            return True

    def give_up(
        self,
        claim: Claim,
        state: State,
        code: str,
        *,
        cause: str = "",
        hint: str = "",
        detail: dict[str, Any] | None = None,
    ) -> bool:
        """Refused, waiting or failed, with a code of `core.codes`; empty `cause` and `hint` mean those of the code.

        A document that these bytes once gave is dropped when they are refused or waiting, and stays when the work failed.
        """
        with self._writing() as connection:
            kept = claims.end(
                connection, claim, state, code=code, cause=cause, hint=hint, output=None, detail=detail or {}
            )
            if kept and state in {"refused", "waiting"}:
                results.drop_document(connection, claim.unit)
            return kept

    def lose_document(self, content: str, *, cause: str, hint: str) -> None:
        """The stored document of these bytes cannot be had any more: its stage `understand` has failed (`blob-damaged`), and it is
        among the documents no longer, in one transaction. A stage that had failed before keeps its own cause."""
        with self._writing() as connection:
            claims.lose(connection, content, "understand", code="blob-damaged", cause=cause, hint=hint)
            results.drop_document(connection, content)

    def stage(self, unit: str, stage: str) -> StageEntry | None:
        with self._reading() as connection:
            return claims.entry(connection, unit, stage)

    def stages(self, stage: str) -> Iterator[StageEntry]:
        """All units of one stage, ordered by unit."""
        return self._each(lambda connection: claims.entries(connection, stage))

    def release_own(self) -> int:
        """Frees what processes of this run had claimed and can no longer end, because they died; the number of stages."""
        with self._writing() as connection:
            return claims.release(connection, host=self._host, only_run=self._of_run())

    # Documents and links

    def documents(self) -> Iterator[DocumentEntry]:
        """Documents that some name leads to, ordered by canonical id, language and content."""
        return self._each(results.document_entries)

    def documents_digest(self) -> str:
        """Changes whenever a document comes, goes, changes, or gets other names."""
        with self._reading() as connection:
            return results.documents_digest(connection)

    def count_documents(self, *, run: int | None = None) -> tuple[int, int]:
        """Documents, and citations in them; only those with a name seen in `run` where given."""
        with self._reading() as connection:
            return results.count_documents(connection, run=run)

    def links(self, *, missing: bool = False) -> Iterator[Link]:
        """Links ordered by id; only those that nothing held answers where `missing`."""
        return self._each(lambda connection: results.link_entries(connection, missing=missing))

    def links_digest(self) -> str:
        with self._reading() as connection:
            return results.links_digest(connection)

    # Runs

    def begin_run(self, command: str, program: str) -> int:
        """Opens a run and makes it the one that this ledger claims for. `program` is the version that runs.

        To be called by the holder of the run lock only, for the lock says that all earlier runs of this host are over: those
        that never told their end are marked `interrupted`, and what they had claimed is free.
        """
        with self._writing() as connection:
            self.run = results.begin_run(connection, command=command, host=self._host, pid=os.getpid(), program=program)
            claims.release(connection, host=self._host, except_run=self.run)
        return self.run

    def end_run(self, state: str, summary: dict[str, Any]) -> None:
        with self._writing() as connection:
            results.end_run(connection, self._of_run(), state, summary)

    def last_run(self) -> RunEntry | None:
        with self._reading() as connection:
            return results.last_run(connection)

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[Connection]:
        """One transaction, for the modules of this package that keep tables of their own (`crawls`, `frontier`, `fetches`)."""
        with transaction(self._engine, writes=writes) as connection:
            yield connection

    def _of_run(self) -> int:
        if self.run is None:
            raise RuntimeError("this needs a run: call begin_run first")
        return self.run

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with transaction(self._engine, writes=False) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with transaction(self._engine, writes=True) as connection:
            yield connection

    def _each(self, rows: Callable[[Connection], Iterator[Any]]) -> Iterator[Any]:
        """Rows of one consistent view. It stays open until the iterator ends; writers do not wait for it."""
        with self._reading() as connection:
            yield from rows(connection)


def _done(connection: Connection, claim: Claim, output: str | None, detail: dict[str, Any] | None) -> bool:
    return claims.end(connection, claim, "done", code=None, cause=None, hint=None, output=output, detail=detail or {})
