// The workbench beyond its keys: a panel that goes where its row is, ten seconds to take
// back, a list of keys that closes. htmx fetches; everything works without this file.
function current(row) {
  document.querySelectorAll(".queue > [aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
}

// The panel arrives where the last one was; it belongs behind the row it speaks of, so
// that reading on from the row leads into it.
document.addEventListener("htmx:afterSwap", () => {
  const panel = document.querySelector("#panel[data-of]");
  const line = panel && document.getElementById(panel.dataset.of);
  const row = line && line.parentElement;
  if (!row || row.contains(panel)) return;
  row.append(panel);
  current(row);
  row.dispatchEvent(new CustomEvent("panel:shown", { bubbles: true }));
});

document.addEventListener("htmx:afterSwap", (event) => {
  const list = event.target.closest("#keys-panel") && document.querySelector("#keys-panel .key-list");
  if (!list) return;
  const close = list.querySelector("[data-close]");
  const opener = document.querySelector('.desk-nav [hx-target="#keys-panel"]');
  close.hidden = false;
  close.addEventListener("click", () => {
    list.remove();
    opener.focus();
  });
  list.focus();
});

// A place inside a fold opens the fold, also in browsers that do not do so themselves.
function unfold() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = place && place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (place) place.scrollIntoView();
}
addEventListener("hashchange", unfold);
if (document.querySelector("#drafts")) unfold();

document.querySelectorAll("[data-undo]").forEach((form) => {
  setTimeout(() => form.setAttribute("data-over", ""), Number(form.dataset.undo) * 1000);
});
