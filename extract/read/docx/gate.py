"""What must hold before any XML parser sees a DOCX: sizes, names, and no document type."""

from __future__ import annotations

import io
import zipfile
import zlib

from defusedxml import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
from defusedxml.ElementTree import ParseError, iterparse

from core.limits import Limits
from extract.read.media_types import refused

_XML = (".xml", ".rels")


def check_archive(data: bytes, limits: Limits) -> None:
    """Raises Refused: `archive-bomb`, `dtd`, `encrypted`, `damaged`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), limits)
            for info in archive.infolist():
                if info.filename.lower().endswith(_XML):
                    _check_xml(archive, info)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeError, OverflowError) as error:
        # A part that unpacks to more than it declares ends here as well: zipfile stops at the declared size.
        raise refused("damaged", f"The DOCX archive is damaged: {error}.") from error


def _check_directory(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.zip_parts:
        raise refused("archive-bomb", f"The DOCX has {len(infos)} parts; the limit is {limits.zip_parts}.")
    total = sum(info.file_size for info in infos)
    if total > limits.zip_bytes:
        raise refused("archive-bomb", f"The DOCX unpacks to {total} bytes; the limit is {limits.zip_bytes}.")
    names: set[str] = set()
    for info in infos:
        if info.flag_bits & 0x1:
            raise refused("encrypted", f"The part {info.filename!r} of the DOCX is encrypted.")
        if info.filename.startswith(("/", "\\")) or ".." in info.filename.replace("\\", "/").split("/"):
            raise refused("damaged", f"The DOCX has a part outside of itself: {info.filename[:100]!r}.")
        # Readers disagree on which of two parts of one name counts; what is checked must be what is read.
        if info.filename.lower() in names:
            raise refused("damaged", f"The DOCX has two parts named {info.filename[:100]!r}.")
        names.add(info.filename.lower())
        if info.filename.lower().endswith(_XML):
            _check_part(info, limits)


def _check_part(info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.file_size > limits.zip_part_bytes:
        cause = f"The part {info.filename!r} unpacks to {info.file_size} bytes; the limit is {limits.zip_part_bytes}."
        raise refused("archive-bomb", cause)
    # Small parts pack well without any harm.
    if info.file_size > 1_000_000 and info.file_size > limits.zip_ratio * max(info.compress_size, 1):
        cause = f"The part {info.filename!r} unpacks to more than {limits.zip_ratio} times its size."
        raise refused("archive-bomb", cause)


def _check_xml(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    try:
        with archive.open(info) as part:
            for _, element in iterparse(part, forbid_dtd=True):
                element.clear()
    except (DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden) as error:
        raise refused(
            "dtd", f"The part {info.filename!r} of the DOCX declares a document type or an entity."
        ) from error
    except ParseError as error:
        raise refused("damaged", f"The part {info.filename!r} of the DOCX is no well-formed XML: {error}.") from error
