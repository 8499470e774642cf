// Workbench lists: <ol data-keys> or <tbody data-keys>, whose rows hold one [data-row] link or
// checkbox. j and k walk, Enter opens (it is a link), x ticks. [data-key="a"] anywhere is
// pressed by its letter. Keys rest while one types, and with Ctrl, Alt or Meta.
function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
}

function walk(step) {
  const rows = Array.from(document.querySelectorAll("[data-keys] [data-row]"));
  if (!rows.length) return;
  const here = document.activeElement.closest("[data-keys] li, [data-keys] tr");
  let index = rows.findIndex((row) => row === document.activeElement || (here && here.contains(row)));
  if (index < 0) index = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[Math.min(Math.max(index + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function tick() {
  const row = document.activeElement.closest("[data-keys] li, [data-keys] tr");
  const box = row && row.querySelector("input[type=checkbox]");
  if (box) box.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  const name = event.key.toLowerCase();
  if (name === "j") walk(1);
  else if (name === "k") walk(-1);
  else if (name === "x") tick();
  else {
    const button = document.querySelector(`[data-key="${CSS.escape(name)}"]`);
    if (!button) return;
    event.preventDefault();
    // A decision is chosen by its number and sent by hand: keys never submit.
    if (button.matches("[type=submit], button:not([type])")) button.focus();
    else button.click();
  }
});
