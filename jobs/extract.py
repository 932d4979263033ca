"""One file read in the sandbox and understood, with nothing stored."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.configuration import Configuration
from core.errors import UsageError
from core.limits import Limits
from core.overrides import Overrides
from core.records.document import Document
from core.records.files import Provenance, Sidecar
from extract.read.outside_tools import OutsideTools, read_with_tools
from extract.read.sandbox import Sandbox
from extract.understand.document import understand
from extract.understand.knowledge import Knowledge
from jobs.sidecars import read_sidecar


def extract(
    file: Path, *, source: str, limits: Limits, configuration: Configuration, tools: OutsideTools | None = None
) -> Document:
    """The document in `file`. Raises UsageError for a path that cannot be opened, DocumentError for what is no document."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be opened: {error.strerror}.", hint="Mend the path or the right to read it."
        ) from error
    sidecar: Sidecar = read_sidecar(file) or Sidecar()
    with Sandbox(limits) as sandbox:
        pages = read_with_tools(data, file.name, sandbox.read, tools or OutsideTools(), limits)
    names = (Provenance(source=sidecar.source or source, name=str(file.absolute()), sidecar=sidecar),)
    content = hashlib.sha256(data).hexdigest()
    overrides = Overrides.load(configuration)
    document = understand(pages, overrides.named(content, names), content, Knowledge.load(configuration))
    return overrides.shown(document, content, names)
