"""The colours of the site as base.css states them, and how well they can be read."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

CSS = Path(__file__).parent / "static" / "common" / "css"
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})")
# The blocks of base.css a look is made of, the later over the earlier.
LOOKS = {
    "light": ("  :root {",),
    "dark": ("  :root {", '    :root[data-scheme="dark"] {'),
    "contrast": ("  :root {", '  :root[data-mode~="contrast"] {'),
    "night": (
        "  :root {",
        '    :root[data-mode~="contrast"][data-scheme="dark"] {',
    ),
}
# Text and its ground, with the ratio asked for. WCAG 2.2: 7 for reading text (AAA),
# 4.5 for short words, 3 for the edges of controls. 关怀版 asks 7 of all text.
PAIRS = (
    ("ink", "paper", 7),
    ("ink", "sheet", 7),
    ("ink", "sunk", 7),
    ("ink", "qing-tint", 7),
    ("ink", "alert-tint", 7),
    ("ink-2", "paper", 7),
    ("ink-2", "sheet", 7),
    ("ink-2", "sunk", 7),
    ("ink-2", "qing-tint", 7),
    ("ink-2", "alert-tint", 7),
    ("ink-3", "paper", 4.5),
    ("ink-3", "sheet", 4.5),
    ("qing", "paper", 7),
    ("qing", "sheet", 7),
    ("qing", "sunk", 7),
    ("qing", "qing-tint", 7),
    ("qing", "alert-tint", 7),
    ("on-qing", "qing", 7),
    ("seal", "paper", 7),
    ("seal", "sheet", 7),
    ("on-seal", "seal", 7),
    ("ins", "ins-tint", 7),
    ("alert", "paper", 7),
    ("alert", "sheet", 7),
    ("alert", "sunk", 7),
    ("alert", "alert-tint", 7),
    ("alert", "qing-tint", 3),
    ("edge", "paper", 3),
    ("edge", "sheet", 3),
    ("edge", "sunk", 3),
)
READABLE = 4.5


def tokens(look: str) -> dict[str, str]:
    """Return the colours of ``look`` by their names: ``{"ink": "#1e1a15", …}``."""
    css = (CSS / "base.css").read_text(encoding="utf-8")
    return {
        name: colour for start in LOOKS[look] for name, colour in _block(css, start)
    }


def in_elder(colours: dict[str, str]) -> dict[str, str]:
    """Return ``colours`` as 关怀版 has them: captions take the secondary ink."""
    return {**colours, "ink-3": colours["ink-2"]}


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours, from 1 to 21.

    Source: WCAG 2.2, contrast ratio.
    """
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _block(css: str, start: str) -> list[tuple[str, str]]:
    begin = css.index(start)
    return TOKEN.findall(css[begin : css.index("}", begin)])


def _luminance(colour: str) -> float:
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    ends = pairwise(range(0, 7, 2))
    shares = (int(digits[start:end], 16) / 255 for start, end in ends)
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
