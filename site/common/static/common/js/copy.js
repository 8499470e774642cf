// <button data-copy="#code" data-copied="已复制" hidden> copies the text of #code; it stays
// hidden without scripts, where the reader marks and copies by hand.
function start(button) {
  if (!navigator.clipboard || button.dataset.ready) return;
  button.dataset.ready = "yes";
  button.hidden = false;
  const words = button.textContent;
  const live = document.createElement("span");
  live.className = "visually-hidden";
  live.setAttribute("aria-live", "polite");
  button.after(live);
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const text = button.dataset.copyText || source.value || source.textContent;
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch (refused) {
      return;
    }
    button.textContent = button.dataset.copied;
    live.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = words;
      live.textContent = "";
    }, 4000);
  });
}

function startAll() {
  document.querySelectorAll("[data-copy], [data-copy-text]").forEach(start);
}

startAll();
document.addEventListener("htmx:load", startAll);
