"""The colours of the site: every pair that meets on a page can be read."""

import gzip
import re

import pytest

from common.palette import CSS, LOOKS, PAIRS, READABLE, contrast, in_elder, tokens

PUBLIC = ["base.css", "reading.css"]
SHEETS = sorted(path.name for path in CSS.glob("*.css"))
# A poster is paper on the screen as well: black on white in every look.
COLOURED = [name for name in SHEETS if name != "poster.css"]


def words_of(name):
    return (CSS / name).read_text(encoding="utf-8")


def short(colours, needed_by_text=0.0):
    """Pairs that fall short of what they need."""
    found = []
    for ink, ground, needed in PAIRS:
        asked = max(needed, needed_by_text) if needed >= READABLE else needed
        ratio = contrast(colours[ink], colours[ground])
        if ratio < asked:
            found.append((ink, ground, round(ratio, 2)))
    return found


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#ffffff", 21.0), ("#767676", "#fff", 4.54), ("#aaa", "#aaa", 1.0)],
)
def test_contrast_is_what_the_guideline_computes(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert round(contrast(other, one), 2) == ratio


@pytest.mark.parametrize("look", LOOKS)
def test_every_pair_of_colours_can_be_read(look):
    assert short(tokens(look)) == []


@pytest.mark.parametrize("look", LOOKS)
def test_larger_print_asks_seven_to_one_of_all_text(look):
    css = words_of("base.css")

    assert short(in_elder(tokens(look)), needed_by_text=7) == []
    assert re.search(r':root\[data-mode~="elder"\] {[^}]*--ink-3: var\(--ink-2\)', css)


@pytest.mark.parametrize(
    ("by_system", "by_hand"),
    [
        (':root:not([data-scheme="light"]) {', ':root[data-scheme="dark"] {'),
        (
            ':root[data-mode~="contrast"]:not([data-scheme="light"]) {',
            ':root[data-mode~="contrast"][data-scheme="dark"] {',
        ),
    ],
)
def test_dark_by_hand_is_the_dark_of_the_system(by_system, by_hand):
    css = words_of("base.css")

    blocks = []
    for start in (by_system, by_hand):
        begin = css.index("    " + start)
        blocks.append(css[css.index("{", begin) : css.index("}", begin)])

    assert blocks[0] == blocks[1]
    assert "color-scheme: dark" in blocks[0]


def test_a_dark_screen_is_never_printed():
    css = words_of("base.css")

    places = [found.start() for found in re.finditer("color-scheme: dark;", css)]
    media = [css[css.rindex("@media", 0, place) :] for place in places]

    assert len(media) == 4
    assert all(words.startswith("@media screen") for words in media)


def test_sizes_of_larger_print_are_20_24_and_30_pixels():
    css = words_of("base.css")

    shares = re.findall(
        r':root\[data-mode~="elder"\](?:\[data-size="\d"\])? { font-size: ([\d.]+)%',
        css,
    )

    assert [float(share) / 100 * 16 for share in shares] == [20, 24, 30]


def test_main_targets_are_44_pixels_and_60_in_larger_print():
    css = words_of("base.css")

    targets = [float(rem) for rem in re.findall(r"--target: ([\d.]+)rem", css)]

    assert [targets[0] * 16, targets[1] * 20] == [44, 60]


def test_public_styles_weigh_at_most_20_kilobytes():
    weight = sum(
        len(gzip.compress(words_of(name).encode())) for name in PUBLIC if name in SHEETS
    )

    assert weight <= 20 * 1024


@pytest.mark.parametrize("name", SHEETS)
def test_styles_use_only_tokens_that_exist(name):
    known = set(re.findall(r"--([a-z0-9-]+):", words_of("base.css") + words_of(name)))

    used = set(re.findall(r"var\(--([a-z0-9-]+)", words_of(name)))

    assert used - known == set()


@pytest.mark.parametrize("name", SHEETS)
def test_styles_load_nothing_and_draw_no_gradient_shadow_or_slant(name):
    css = words_of(name)

    forbidden = (
        r'url\((?!"data:image/svg\+xml)|@import|@font-face|gradient\(|text-shadow'
        r"|italic|oblique"
    )
    assert re.findall(forbidden, css) == []


@pytest.mark.parametrize("name", COLOURED)
def test_colours_are_tokens_outside_their_own_layer(name):
    css = words_of(name)
    if name == "base.css":
        begin = css.index("@layer tokens {")
        css = css[:begin] + css[css.index("@layer base {") :]
    # Codes to scan stand on white whatever the look; paper is white.
    css = re.sub(r"\.qr {[^}]*}", "", css)
    css = re.sub(r"@media print {.*?\n}", "", css, flags=re.S)

    assert re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8}|rgba?\(|hsla?\()", css) == []
