"""The one safe opener, tried with clumsy and hostile files."""

import contextlib
import io
import os
import time
import zipfile

import pytest

from common.limited import run_limited
from common.uploads import (
    MAX_ENTRIES,
    MAX_TEXT,
    MEGABYTE,
    UploadRefused,
    kind_of,
    open_package,
    parse_xml,
    read_text,
)

WORD = b'<Types><Override ContentType="x/wordprocessingml.document.main+xml"/></Types>'
SHEET = b'<Types><Override ContentType="x/spreadsheetml.sheet.main+xml"/></Types>'
MACROS = (
    b'<Types><Override ContentType="x/ms-word.document.macroEnabled.main+xml"/></Types>'
)


def packed(parts, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def office(**parts):
    return packed({"[Content_Types].xml": WORD, "word/document.xml": b"<a/>", **parts})


def refusal(call, *args):
    with pytest.raises(UploadRefused) as caught:
        call(*args)
    return caught.value.code


def with_flag(data, flag):
    """Set a general-purpose flag of every entry, as encryption does."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= flag
            place = changed.find(signature, place + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packed({"[Content_Types].xml": WORD}), "docx"),
        (packed({"[Content_Types].xml": SHEET}), "xlsx"),
        ("第一条　甲。".encode(), "text"),
        ("第一条　甲。".encode("gb18030"), "text"),
    ],
)
def test_kind_comes_from_the_bytes(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\r\n  ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"%PDF-1.7 ...", "unsupported"),
        (b"\x89PNG\r\n\x1a\n", "unsupported"),
        (b"{\\rtf1 }", "unsupported"),
        (b"\xef\xbb\xbf<!DOCTYPE html><script>", "unsupported"),
        (b"<svg onload=x>", "unsupported"),
        (packed({"a.txt": b"x"}), "unsupported"),
        (packed({"[Content_Types].xml": MACROS}), "macros"),
        (packed({"[Content_Types].xml": WORD, "word/vbaProject.bin": b"x"}), "macros"),
        (with_flag(packed({"[Content_Types].xml": WORD}), 1), "encrypted"),
        (b"PK\x03\x04 not a package", "broken"),
        (office()[:-30], "broken"),
    ],
)
def test_what_we_do_not_open_is_refused_by_name(data, code):
    assert refusal(kind_of, data) == code


def test_package_gives_its_parts():
    parts = open_package(office(**{"word/a.xml": b"<b/>"}))

    assert parts["word/a.xml"] == b"<b/>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (office(**{"word/big.xml": b"\0" * (60 * MEGABYTE)}), "too_large_unpacked"),
        (office(**{"word/dense.xml": b" " * (8 * MEGABYTE)}), "too_large_unpacked"),
        (
            packed({f"a{n}": b"" for n in range(MAX_ENTRIES + 1)}, zipfile.ZIP_STORED),
            "too_large_unpacked",
        ),
        (office(**{"word/inner.bin": packed({"a": b"x"})}), "too_large_unpacked"),
        (office(**{"../../etc/passwd": b"x"}), "broken"),
        (office(**{"/etc/passwd": b"x"}), "broken"),
        (packed({"[Content_Types].xml": WORD}, zipfile.ZIP_LZMA), "broken"),
    ],
)
def test_bombs_are_refused_fast(data, code):
    start = time.monotonic()

    assert refusal(open_package, data) == code
    assert time.monotonic() - start < 2


def test_sizes_in_the_directory_are_not_believed():
    data = bytearray(office(**{"word/big.xml": b"\0" * (60 * MEGABYTE)}))
    place = data.find(b"PK\x01\x02", data.find(b"word/big.xml") + 20)
    while place >= 0:
        data[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)

    assert refusal(open_package, bytes(data)) in ("too_large_unpacked", "broken")


def test_flipped_bytes_are_refused_or_read_but_never_crash():
    whole = office(**{"word/a.xml": b"<b>" + os.urandom(200) + b"</b>"})
    for place in range(0, len(whole), 7):
        data = bytearray(whole)
        data[place] ^= 0xFF
        with contextlib.suppress(UploadRefused):
            open_package(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a []><a/>'.encode("utf-16"),
        b"<!-- " + b"x" * 5000 + b' --><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
)
def test_document_types_and_entities_are_refused(data):
    assert refusal(parse_xml, data) == "entities"


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a></b>", b"\xff\xfe<", b"not xml"])
def test_broken_xml_is_refused(data):
    assert refusal(parse_xml, data) == "broken"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"],
)
def test_text_is_decoded_whatever_its_encoding(encoding):
    text = "第一条　为了加强养犬管理，制定本条例。\r\n第二条　乙（以下简称“丙”）。\r\n"

    assert read_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data", [os.urandom(4000), b"\x00\x01\x02" * 500, b"\xff\xff\xff" * 9]
)
def test_binary_is_no_text(data):
    assert refusal(read_text, data) == "not_text"


def test_huge_text_is_refused():
    assert refusal(read_text, "甲".encode() * MAX_TEXT) == "too_large"


def test_child_gives_its_answer():
    assert run_limited("common.uploads:kind_of", "甲。".encode()) == "text"


def test_child_passes_on_a_refusal():
    assert refusal(run_limited, "common.uploads:kind_of", b"%PDF") == "unsupported"


@pytest.mark.parametrize("act", ["grow", "loop", "connect", "spawn", "crash"])
def test_child_is_stopped_at_its_limits(act, monkeypatch):
    monkeypatch.setattr("common.limited.MAX_SECONDS", 4)

    assert refusal(run_limited, f"tests.common.misbehaving:{act}", b"") == "too_heavy"
