"""The one safe opener of uploaded files: nothing else unpacks or decodes them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

MEGABYTE = 1024 * 1024
MAX_UPLOAD = 20 * MEGABYTE
MAX_TEXT = 5 * MEGABYTE
MAX_UNPACKED = 50 * MEGABYTE
MAX_RATIO = 100
MAX_ENTRIES = 2_000

_CHUNK = 64 * 1024
_CENTRAL_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_BINARIES: dict[bytes, str] = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"GIF8": "GIF 图片",
    b"Rar!": "RAR 压缩",
    b"7z\xbc\xaf": "7z 压缩",
    b"\x1f\x8b": "gzip 压缩",
    b"\x7fELF": "程序",
    b"MZ\x90": "程序",
}
_CONTENT_TYPES = "[Content_Types].xml"
_KINDS = {
    b"wordprocessingml.document.main+xml": "docx",
    b"wordprocessingml.template.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class UploadRefused(Exception):
    """A file we will not open; ``message`` tells its sender what to do instead."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def kind_of(data: bytes) -> str:
    """Return ``docx``, ``xlsx`` or ``text`` by what the bytes are, never by a name.

    Raises:
        UploadRefused: the bytes are of no kind we take in.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise UploadRefused("empty", "文件是空的，请检查后重新选择文件。")
    if len(data) > MAX_UPLOAD:
        raise _too_large("文件", len(data), MAX_UPLOAD)
    if data.startswith(_OLE):
        raise _refused_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_kind(data)
    for magic, name in _BINARIES.items():
        if data.startswith(magic):
            message = (
                f"这是{name}文件，不能直接读取文字。"
                "请另存为 Word（.docx）或者 UTF-8 文本（.txt）后重新上传。"
            )
            raise UploadRefused("unsupported", message)
    opening = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"{\\rtf", b"<!doctype", b"<html", b"<svg", b"<?xml")):
        message = "这是网页、RTF 或者 XML 文件。请另存为 Word（.docx）后重新上传。"
        raise UploadRefused("unsupported", message)
    return "text"


def open_package(data: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file, by name, counted while they unpack.

    Raises:
        UploadRefused: the package is broken, encrypted, a bomb, or carries macros.
    """
    with _archive(data) as archive:
        parts: dict[str, bytes] = {}
        left = MAX_UNPACKED
        for entry in archive.infolist():
            if entry.filename in parts:
                raise _broken()
            parts[entry.filename] = _unpacked(archive, entry, left)
            left -= len(parts[entry.filename])
    unpacked = sum(len(part) for part in parts.values())
    if unpacked > MAX_RATIO * len(data):
        raise _bomb()
    _refuse_nested(parts)
    return parts


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML part; document types and entities are refused.

    Raises:
        UploadRefused: the part is broken or declares a DTD.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise _declares_entities()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares_entities()
    return root


def read_text(data: bytes) -> str:
    """Return the text of a plain file: UTF-8, UTF-16 or GB18030, by its bytes.

    Raises:
        UploadRefused: too large, or no text in any of these encodings.
    """
    if len(data) > MAX_TEXT:
        raise _too_large("文本文件", len(data), MAX_TEXT)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_readable(text):
            return text.removeprefix("\ufeff")
    message = (
        "认不出文件的文字编码，或者它不是文本文件。"
        "Word 或 WPS 文档请打开后另存为 .docx；"
        "文本文件请用记事本打开，另存为 UTF-8 编码的 .txt，再重新上传。"
    )
    raise UploadRefused("not_text", message)


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
        return
    if data.startswith(b"\xef\xbb\xbf"):
        yield "utf-8-sig"
        return
    sample = data[:4096]
    if b"\0" in sample or _looks_wide(sample):
        yield "utf-16-le"
        yield "utf-16-be"
        return
    yield "utf-8"
    yield "gb18030"
    if len(data) % 2 == 0:
        yield "utf-16-le"
        yield "utf-16-be"


def _looks_wide(sample: bytes) -> bool:
    # Chinese UTF-16 without a mark has line ends and full stops as these pairs.
    return b"\x0a\x00" in sample or b"\x00\x0a" in sample


def _is_readable(text: str) -> bool:
    odd = sum(
        1
        for c in text
        if (c < " " and c not in "\t\r\n\f\v")
        or "\ue000" <= c <= "\uf8ff"
        or c == "\ufffd"
        or "\ud800" <= c <= "\udfff"
    )
    usual = sum(
        1 for c in text if "\u2e80" <= c <= "\u9fff" or c >= "\uff00" or c < "\x7f"
    )
    return odd * 100 <= len(text) and usual * 10 >= len(text) * 7


def _archive(data: bytes) -> zipfile.ZipFile:
    # Counted before the directory is read: reading it costs memory per entry.
    if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
        raise _bomb()
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _broken() from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED:
        raise _encrypted()
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise _broken()
    if entry.compress_type not in _DEFLATE:
        raise _broken()
    whole = io.BytesIO()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                whole.write(chunk)
                size = whole.tell()
                if size > left or _is_overpacked(size, entry.compress_size):
                    raise _bomb()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise _broken() from error
    return whole.getvalue()


def _is_overpacked(size: int, packed: int) -> bool:
    return size > 4 * _CHUNK and size > MAX_RATIO * max(packed, 1)


def _refuse_nested(parts: Mapping[str, bytes]) -> None:
    for name, part in parts.items():
        # Embedded objects are never opened; anything else packed hides something.
        if part.startswith(_ARCHIVES) and "/embeddings/" not in name:
            raise _bomb()


def _package_kind(data: bytes) -> str:
    with _archive(data) as archive:
        names = archive.namelist()
        if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
            raise _encrypted()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise _has_macros()
        if _CONTENT_TYPES not in names:
            message = "这是压缩包，不是 Word 或 Excel 文件。请解压后逐个上传。"
            raise UploadRefused("unsupported", message)
        types = _unpacked(archive, archive.getinfo(_CONTENT_TYPES), MEGABYTE)
    if b"macroEnabled" in types:
        raise _has_macros()
    for content_type, kind in _KINDS.items():
        if content_type in types:
            return kind
    message = "不支持这种 Office 文件。请另存为 .docx 或 .xlsx 后重新上传。"
    raise UploadRefused("unsupported", message)


def _refused_ole(data: bytes) -> UploadRefused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _encrypted()
    message = (
        "这是旧格式的 Office 或 WPS 文件（.doc、.xls、.wps、.et）。"
        "请在 Word 或 WPS 中另存为 .docx 或 .xlsx 后重新上传。"
    )
    return UploadRefused("old_format", message)


def _encrypted() -> UploadRefused:
    message = "文件设有打开密码。请在 Word 或 WPS 中取消密码，保存后重新上传。"
    return UploadRefused("encrypted", message)


def _has_macros() -> UploadRefused:
    message = "文件含有宏（程序）。请另存为不带宏的 .docx 或 .xlsx 后重新上传。"
    return UploadRefused("macros", message)


def _bomb() -> UploadRefused:
    message = (
        f"文件解压后过大（超过 {MAX_UNPACKED // MEGABYTE} MB、压缩比超过 {MAX_RATIO} "
        f"或者多于 {MAX_ENTRIES} 个部分），未予打开。"
        "请用 Word 或 WPS 打开原文件，去掉图片后另存为新文件再上传。"
    )
    return UploadRefused("too_large_unpacked", message)


def _broken() -> UploadRefused:
    message = "文件已损坏，无法打开。请用 Word 或 WPS 打开原文件，另存后重新上传。"
    return UploadRefused("broken", message)


def _declares_entities() -> UploadRefused:
    message = "文件里有不允许的文档类型声明。请用 Word 或 WPS 打开后另存再上传。"
    return UploadRefused("entities", message)


def _too_large(what: str, size: int, limit: int) -> UploadRefused:
    message = (
        f"{what}有 {size / MEGABYTE:.1f} MB，超过 {limit // MEGABYTE} MB 的上限。"
        "请去掉图片和无关内容，或者分成几个文件后上传。"
    )
    return UploadRefused("too_large", message)
