"""One file read in the sandbox and understood, with nothing stored."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.codes import describe
from core.configuration import Configuration
from core.errors import Refused, UsageError
from core.limits import Limits
from core.overrides import Overrides
from core.records.document import Document
from core.records.files import Provenance, Sidecar
from extract.read.outside_tools import OutsideTools, read_with_tools
from extract.read.sandbox import Sandbox
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge
from jobs.seen import open_regular
from jobs.sidecars import read_sidecar


def extract(
    file: Path, *, source: str, limits: Limits, configuration: Configuration, tools: OutsideTools | None = None
) -> Document:
    """The document in `file`. Raises UsageError for a path that cannot be opened, DocumentError for what is no document."""
    data = _bytes(file, limits)
    knowledge = Knowledge.load(configuration)
    sidecar = read_sidecar(file, knowledge.treaties.rows) or Sidecar()
    with Sandbox(limits) as sandbox:
        pages = read_with_tools(data, file.name, sandbox.read, tools or OutsideTools(), limits)
    names = (Provenance(source=sidecar.source or source, name=str(file.absolute()), sidecar=sidecar),)
    content = hashlib.sha256(data).hexdigest()
    overrides = Overrides.load(configuration)
    document = understand(pages, overrides.named(content, names), content, knowledge)
    return overrides.shown(document, content, names)


def _bytes(file: Path, limits: Limits) -> bytes:
    try:
        with open_regular(file) as opened:
            data = opened.read(limits.file_bytes + 1)
    except OSError as error:
        raise UsageError(
            f"{file} cannot be opened: {error.strerror}.", hint="Mend the path or the right to read it."
        ) from error
    if len(data) > limits.file_bytes:
        code = describe("too-large")
        raise Refused(f"{code.cause} It is {limits.file_bytes} bytes.", hint=code.hint, code="too-large")
    return data
