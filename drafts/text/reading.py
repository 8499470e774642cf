"""The one door for files of statute text: plain, Markdown or Word."""

from __future__ import annotations

from pathlib import Path

from common.uploads import MAX_UPLOAD, UploadRefused, kind_of, read_text
from drafts.text.parsing import parse
from drafts.text.structure import ParsedText
from drafts.text.word import read_word


def read_file(
    source: Path | str | bytes, name: str = "", *, changes: str | None = None
) -> ParsedText:
    """Return the provisions of a file given by path or by its bytes.

    What the file is comes from its bytes; ``name`` only names it in messages.
    ``changes`` (``accept``, ``reject``) says what becomes of tracked changes.

    Raises:
        UploadRefused: we do not open this file; the message says what to do.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source))
    kind = kind_of(data)
    if kind == "docx":
        return read_word(data, changes=changes)
    if kind == "text":
        return parse(read_text(data))
    shown = f"“{name}”" if name else "这个文件"
    message = f"{shown}是表格文件，不能作为法规文本导入。请上传 .docx、.txt 或 .md。"
    raise UploadRefused("unsupported", message)


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        # One byte more than allowed is enough to know that it is too much.
        return stream.read(MAX_UPLOAD + 1)
