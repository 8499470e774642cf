// Keys of the workbench; home/desk/keys.py lists them, and its switch leaves this file out.
// A list [data-keys] has rows (li or tr) with one [data-row] link each: j and k walk, x
// ticks, o opens the row's [data-open] link, Enter follows the row's own. Any other key
// goes to the element with that data-key: links and [data-press] buttons are pressed, all
// else takes the focus. Keys rest while one types, and with Ctrl, Alt or Meta.
const ROW = "[data-keys] > :is(li, tr)";
const SAME = { "？": "?", "／": "/", Escape: "Esc" };
let waiting = null;

function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
}

function shown(element) {
  return element.getClientRects().length > 0 && !element.disabled;
}

function here() {
  const row = document.activeElement.closest(ROW);
  return row || document.querySelector(`${ROW}[aria-current]`);
}

function go(row) {
  const link = row.querySelector("[data-row]");
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest" });
  link.dispatchEvent(new CustomEvent("walk", { bubbles: true }));
}

function walk(step) {
  const rows = Array.from(document.querySelectorAll(ROW)).filter((row) => row.querySelector("[data-row]"));
  const index = rows.indexOf(here());
  const next = rows[index < 0 ? 0 : index + step];
  if (next) go(next);
  else if (rows.length) {
    const page = document.querySelector(`.pages [rel=${step > 0 ? "next" : "prev"}]`);
    if (page) page.click();
  }
}

function tick() {
  const box = here() && here().querySelector("input[type=checkbox]");
  if (box) box.click();
}

function open() {
  const link = here() && here().querySelector("[data-open], [data-row]");
  if (link) link.click();
  return Boolean(link);
}

// What a key means: for ticked rows the act on all of them, otherwise on the one shown.
function meant(name) {
  const found = Array.from(document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)).filter(shown);
  const ticked = document.querySelector(`${ROW} input[type=checkbox]:checked, [name=all]:checked`);
  const many = (element) => "batch" in element.dataset;
  return found.find((element) => many(element) === Boolean(ticked)) || found.find((element) => !many(element)) || found[0];
}

function press(name) {
  const element = meant(name);
  if (!element) return false;
  if (element.matches("a") || "press" in element.dataset) element.click();
  else element.focus();
  return true;
}

// Walking is quicker than the panel: an act never meets the comment of the row before.
function isLate(name) {
  const row = document.activeElement.closest(ROW);
  const panel = document.querySelector("#panel[data-of]");
  return Boolean(row && row.querySelector("[data-row][hx-get]") && "adgo".includes(name) && !(panel && row.contains(panel)));
}

function escape() {
  const close = document.querySelector("#keys-panel [data-close]");
  if (close) close.click();
  else press("Esc");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229) return;
  const name = SAME[event.key] || (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (typing(event.target)) {
    if (name === "Esc") event.target.blur();
    return;
  }
  if (name === "j") walk(1);
  else if (name === "k") walk(-1);
  else if (name === "x") tick();
  else if (name === "Esc") escape();
  else if (name === "o" && open()) event.preventDefault();
  else if (isLate(name) && !document.querySelector("[data-keys] :checked")) waiting = name;
  else if (press(name)) event.preventDefault();
});

document.addEventListener("panel:shown", (event) => {
  const name = waiting;
  waiting = null;
  if (name && event.target.contains(document.activeElement)) press(name);
});

// The page comes back after an act: go on from the row it shows.
const start = document.querySelector(`${ROW}[aria-current] [data-row]`);
if (start && document.activeElement === document.body) {
  start.focus({ preventScroll: true });
  start.scrollIntoView({ block: "nearest" });
}
