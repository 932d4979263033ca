"""Every error that the project raises on purpose.

::

    MeaError                        carries code, cause, hint and an exit code
    ├── UsageError                  what was asked cannot be done: a path, a flag, a query        (exit 2)
    │   └── ConfigurationError      a setting or a configuration file is wrong; names file and key (exit 78)
    ├── Locked                      another run holds the lock; says who                           (exit 75)
    ├── StorageError                the data folder, a blob or the ledger cannot be used           (exit 74)
    │   ├── LedgerTooNew            the ledger was written by a newer version                      (exit 76)
    │   └── BlobLost                one blob is missing or damaged; the others are not concerned
    ├── DocumentError               about one document; ends in the ledger, never ends a run
    │   ├── Refused                 not a document for us; final until bytes, limits or readers change
    │   ├── Waiting                 needs something that is not here yet (OCR)
    │   └── ReadFailed              tried and failed: a defect of the reader or a killed child
    └── SearchError                 the index cannot answer                                        (exit 69)
        └── NoIndex                 nothing has been indexed yet

Exit codes follow sysexits.h where it has one. Codes of documents are listed with cause and hint in `core/codes.py`.
"""

from __future__ import annotations


class MeaError(Exception):
    """`cause` says what is wrong and where; `hint` says what mends it. Both are whole sentences for people."""

    exit_code = 1

    def __init__(self, cause: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.hint = hint
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders; the default would lose the keywords.
        return (_rebuild, (type(self), self.cause, self.hint, self.code))


def _rebuild(kind: type[MeaError], cause: str, hint: str, code: str) -> MeaError:
    return kind(cause, hint=hint, code=code)


class UsageError(MeaError):
    exit_code = 2


class ConfigurationError(UsageError):
    exit_code = 78


class Locked(MeaError):
    exit_code = 75


class StorageError(MeaError):
    exit_code = 74


class LedgerTooNew(StorageError):
    exit_code = 76


class BlobLost(StorageError):
    pass


class DocumentError(MeaError):
    """About one document. `code` is one of `core/codes.py`."""


class Refused(DocumentError):
    pass


class Waiting(DocumentError):
    pass


class ReadFailed(DocumentError):
    pass


class SearchError(MeaError):
    exit_code = 69


class NoIndex(SearchError):
    pass
