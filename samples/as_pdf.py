"""A DOCX as PDF, made by LibreOffice: a producer whose files are like those that secretariats publish."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path


def to_pdf(docx: bytes, name: str, created: datetime.date) -> bytes:
    """Raises RuntimeError where LibreOffice is missing or makes no file."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise RuntimeError("LibreOffice (soffice) is needed to make the PDF samples and was not found.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.docx"
        source.write_bytes(docx)
        done = subprocess.run(
            [
                program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless",
                "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source),
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )  # fmt: skip
        made = source.with_suffix(".pdf")
        if not made.is_file():
            raise RuntimeError(f"LibreOffice made no PDF of {name}: {done.stdout} {done.stderr}")
        return _fixed(made.read_bytes(), created)


def _fixed(pdf: bytes, created: datetime.date) -> bytes:
    """The same file with `created` as its date and ids taken from its content. Lengths stay, so no offset moves."""
    moment = created.strftime("%Y%m%d120000").encode()
    dated = re.sub(rb"(?<=/CreationDate\(D:)\d{14}", moment, pdf)
    ids = rb"(?<=[<\s/])[0-9A-F]{32}(?=>|\s|/)"
    trailer = dated.rindex(b"trailer")
    head, tail = dated[:trailer], dated[trailer:]
    digest = hashlib.md5(head, usedforsecurity=False).hexdigest().upper().encode()
    return head + re.sub(ids, digest, tail)
