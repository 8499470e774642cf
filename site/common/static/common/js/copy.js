// <button data-copy="#code" data-copied="已复制" hidden> copies the text of #code, or what
// data-copy-text says; it stays hidden without scripts, where one marks and copies by hand.
async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Plain http and old telephones have no clipboard to ask.
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (!isCopied) throw new Error("not copied");
}

function start(button) {
  if (button.dataset.ready) return;
  button.dataset.ready = "yes";
  button.hidden = false;
  const words = button.innerHTML;
  const live = document.createElement("span");
  live.className = "visually-hidden";
  live.setAttribute("aria-live", "polite");
  button.after(live);
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const text = button.dataset.copyText || source.value || source.textContent;
    try {
      await copy(text.trim());
    } catch (refused) {
      return;
    }
    button.textContent = button.dataset.copied;
    live.textContent = button.dataset.copied;
    setTimeout(() => {
      button.innerHTML = words;
      live.textContent = "";
    }, 4000);
  });
}

function startAll() {
  document.querySelectorAll("[data-copy], [data-copy-text]").forEach(start);
}

startAll();
document.addEventListener("htmx:load", startAll);
