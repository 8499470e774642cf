"""What is measured of a drawn page by the browser's own computed style."""

from __future__ import annotations

# Helpers the measures share.
_SHARED = """
const seen = {visibilityProperty: true, opacityProperty: true};
const drawn = (el) => el.checkVisibility(seen)
  && !el.closest('.visually-hidden, .skip');
// A mark may be smaller than the field around it that takes the press.
const size = (el) => {
  const box = el.getBoundingClientRect();
  const field = getComputedStyle(el, '::after');
  const more = field.position === 'absolute' ? -2 * parseFloat(field.top) || 0 : 0;
  return [box.width, box.height].map((side) => Math.round(side + Math.max(more, 0)));
};
const named = (el) => el.outerHTML.slice(0, 90).replace(/\\s+/g, ' ');
const hasWords = (el) => [...el.childNodes].some(
  (node) => node.nodeType === 3 && node.textContent.trim());
const wordy = () => [...document.querySelectorAll('body *')].filter(
  (el) => hasWords(el) && drawn(el) && !el.closest('option, svg, script, style'));
"""

# What readers press all the time: as high and as wide as asked, in CSS pixels.
SMALL_CONTROLS = (
    "(least) => {"
    + _SHARED
    + """
const main = '.button, select, textarea, summary, .choice, .menu-label,'
  + ' input:not([type=hidden], [type=checkbox], [type=radio]), .main-nav a, .aids a,'
  + ' .aids button, .tabs a, .pages a, .leaves a, .error-summary a, .nearby-call';
return [...document.querySelectorAll(main)].filter(drawn)
  .filter((el) => Math.min(...size(el)) < least)
  .map((el) => `${size(el).join(' × ')} ${named(el)}`);
}"""
)

# Whatever can be pressed and is no word within a sentence (WCAG 2.5.8).
SMALL_TARGETS = (
    "() => {"
    + _SHARED
    + """
const all = 'a[href], button, summary, label, select, textarea,'
  + ' input:not([type=hidden])';
return [...document.querySelectorAll(all)].filter(drawn).filter((el) => {
  if (el.matches('input') && el.closest('label')) return false;
  if (getComputedStyle(el).display === 'inline') return false;
  if (el.matches('label') && !el.querySelector('input, select, textarea')
    && getComputedStyle(el).cursor !== 'pointer') return false;
  return Math.min(...size(el)) < 24;
}).map((el) => `${size(el).join(' × ')} ${named(el)}`);
}"""
)

# Words whose colour is too near to the ground they stand on.
FAINT = (
    "([least, leastLarge]) => {"
    + _SHARED
    + """
const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const over = (top, ground) => {
  const alpha = top.length > 3 ? top[3] : 1;
  return [0, 1, 2].map((n) => top[n] * alpha + ground[n] * (1 - alpha));
};
const ground = (el) => {
  const layers = [];
  for (let at = el; at; at = at.parentElement) {
    const colour = parts(getComputedStyle(at).backgroundColor);
    layers.unshift(colour);
    if (colour.length < 4 || colour[3] === 1) break;
  }
  return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
};
const light = (colour) => {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= .03928 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
  });
  return .2126 * r + .7152 * g + .0722 * b;
};
return wordy().filter((el) => !el.closest(':disabled, [aria-disabled=true]'))
  .map((el) => {
    const style = getComputedStyle(el);
    const under = ground(el);
    const [a, b] = [light(over(parts(style.color), under)), light(under)];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    return [ratio, ratio < (large ? leastLarge : least), el];
  }).filter(([, faint]) => faint)
  .map(([ratio, , el]) => `${ratio.toFixed(1)} ${named(el)}`);
}"""
)

# Words smaller than asked; marks that repeat a word beside them may be smaller.
SMALL_WORDS = (
    "(least) => {"
    + _SHARED
    + """
return wordy().filter((el) => !el.closest('sup, .edit-mark, [aria-hidden=true]'))
  .filter((el) => parseFloat(getComputedStyle(el).fontSize) < least - .01)
  .map((el) => `${getComputedStyle(el).fontSize} ${named(el)}`);
}"""
)

# Running text set too tight, or in italics, which Chinese has not.
TIGHT = (
    "(least) => {"
    + _SHARED
    + """
const slanted = wordy().filter((el) => getComputedStyle(el).fontStyle !== 'normal');
const tight = wordy().filter((el) => {
  if (!el.matches('main p, main li, main dd, blockquote')) return false;
  const style = getComputedStyle(el);
  const size = parseFloat(style.fontSize);
  const lines = el.getBoundingClientRect().height / parseFloat(style.lineHeight);
  const runs = style.display === 'block' || style.display === 'list-item';
  // A figure above its caption is no running text.
  const parts = [...el.children].some((c) => getComputedStyle(c).display === 'block');
  const lead = parseFloat(style.lineHeight) / size;
  return runs && !parts && lines > 1.9 && lead < least - .01;
});
return [...slanted.map((el) => `slanted ${named(el)}`),
  ...tight.map((el) => `tight ${getComputedStyle(el).lineHeight} ${named(el)}`)];
}"""
)

# Every paragraph of statute text is made long, and its full lines are counted.
LINES = """() => [...document.querySelectorAll('.law > p')].map((p) => {
  p.textContent = '法'.repeat(200);
  const range = document.createRange();
  const counts = new Map();
  for (let n = 0; n < 200; n += 1) {
    range.setStart(p.firstChild, n);
    range.setEnd(p.firstChild, n + 1);
    const top = Math.round(range.getBoundingClientRect().top);
    counts.set(top, (counts.get(top) || 0) + 1);
  }
  const style = getComputedStyle(p);
  const size = parseFloat(style.fontSize);
  return {
    most: Math.max(...counts.values()),
    first: [...counts.values()][0],
    indent: parseFloat(style.textIndent) / size,
    lead: parseFloat(style.lineHeight) / size,
    justified: style.textAlign === 'justify',
  };
})"""

# Whether something else lies over all of what has the focus: its corners and middle.
HIDDEN_FOCUS = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return '';
  const boxes = [...el.getClientRects()].filter((box) => box.width && box.height);
  if (!boxes.length) return '';
  const seen = boxes.some((box) => {
    const [x, y] = [Math.min(4, box.width / 4), Math.min(4, box.height / 4)];
    const points = [[box.left + x, box.top + y], [box.right - x, box.top + y],
      [box.left + x, box.bottom - y], [box.right - x, box.bottom - y],
      [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
    return points.some(([left, top]) => {
      const there = document.elementFromPoint(left, top);
      return there && (el.contains(there) || there.closest('label')?.control === el
        || there.contains(el) && !['BODY', 'HTML'].includes(there.tagName));
    });
  });
  return seen ? '' : el.outerHTML.slice(0, 90);
}"""
