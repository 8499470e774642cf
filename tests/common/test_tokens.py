"""The colours of the site: every pair that meets on a page can be read."""

import gzip
import re

import pytest

from config import paths

CSS = paths.ROOT / "site" / "common" / "static" / "common" / "css"
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})")
STARTS = {
    "light": "  :root {",
    "dark": '    :root:not([data-mode~="contrast"]) {',
    "contrast": '  :root[data-mode~="contrast"] {',
}
# WCAG 2.2: 7 for reading text (AAA), 4.5 for short words, 3 for the edges of controls.
PAIRS = [
    ("ink", "paper", 7),
    ("ink", "sheet", 7),
    ("ink", "sunk", 7),
    ("ink", "qing-tint", 7),
    ("ink", "alert-tint", 7),
    ("ink-2", "paper", 7),
    ("ink-2", "sheet", 7),
    ("ink-2", "sunk", 7),
    ("ink-2", "qing-tint", 7),
    ("ink-3", "paper", 4.5),
    ("ink-3", "sheet", 4.5),
    ("qing", "paper", 7),
    ("qing", "sheet", 7),
    ("qing", "qing-tint", 7),
    ("qing", "alert-tint", 7),
    ("on-qing", "qing", 7),
    ("seal", "paper", 4.5),
    ("seal", "sheet", 4.5),
    ("on-seal", "seal", 4.5),
    ("ins", "ins-tint", 7),
    ("alert", "paper", 7),
    ("alert", "alert-tint", 4.5),
    ("alert", "qing-tint", 3),
    ("edge", "paper", 3),
    ("edge", "sheet", 3),
]


def tokens(scheme):
    css = (CSS / "base.css").read_text(encoding="utf-8")
    light = block(css, STARTS["light"])
    return light if scheme == "light" else {**light, **block(css, STARTS[scheme])}


def block(css, start):
    begin = css.index(start)
    return dict(TOKEN.findall(css[begin : css.index("}", begin)]))


def luminance(colour):
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    shares = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", STARTS)
def test_every_pair_of_colours_can_be_read(scheme):
    colours = tokens(scheme)

    short = [
        (ink, ground, round(contrast(colours[ink], colours[ground]), 2))
        for ink, ground, needed in PAIRS
        if contrast(colours[ink], colours[ground]) < needed
    ]

    assert short == []


def test_public_styles_weigh_at_most_20_kilobytes():
    weight = len(gzip.compress((CSS / "base.css").read_bytes()))

    assert weight <= 20 * 1024


@pytest.mark.parametrize("name", ["base.css", "desk.css"])
def test_styles_use_only_tokens_that_exist(name):
    css = (CSS / name).read_text(encoding="utf-8")
    base = (CSS / "base.css").read_text(encoding="utf-8")
    known = set(re.findall(r"--([a-z0-9-]+):", base + css))

    used = set(re.findall(r"var\(--([a-z0-9-]+)", css))

    assert used - known == set()


@pytest.mark.parametrize("name", ["base.css", "desk.css"])
def test_styles_load_nothing_and_draw_no_gradient(name):
    css = (CSS / name).read_text(encoding="utf-8")

    assert re.findall(r"url\(|@import|@font-face|gradient\(", css) == []
