// <form data-draft="comment:CODE"> keeps typed text on this device until the receipt says
// data-draft-done="comment:CODE". Only fields marked data-keep are kept: names, telephone
// numbers and addresses never are. A line [data-draft-status] in the form says so.
const PREFIX = "minyi.draft.";
const KEPT_FOR = 14 * 24 * 3600 * 1000;

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key));
    return kept && Date.now() - kept.at < KEPT_FOR ? kept : null;
  } catch (unreadable) {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch (refused) {
    // A browser that keeps nothing has nothing to forget.
  }
}

function start(form) {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "yes";
  const key = form.dataset.draft;
  const status = form.querySelector("[data-draft-status]");
  const fields = Array.from(form.querySelectorAll("[data-keep]"));
  const kept = read(key);
  // What the server sent back wins; a draft only fills fields that still are as they came.
  if (kept && !form.querySelector("[data-invalid]")) {
    const restored = fields.filter((field) => {
      const words = kept.words[field.name];
      if (!words || field.value !== field.defaultValue || words === field.value) return false;
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    });
    if (status && restored.length) status.textContent = status.dataset.restored;
  }

  let timer = 0;
  function save() {
    const words = {};
    fields.forEach((field) => {
      if (field.value !== field.defaultValue) words[field.name] = field.value;
    });
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), words }));
    } catch (full) {
      return;
    }
    const clock = new Date().toTimeString().slice(0, 5);
    if (status) status.textContent = status.dataset.saved.replace("%t", clock);
  }
  form.addEventListener("input", (event) => {
    if (!event.isTrusted || !event.target.matches("[data-keep]")) return;
    clearTimeout(timer);
    timer = setTimeout(save, 1000);
  });
}

document.querySelectorAll("[data-draft-done]").forEach((mark) => forget(mark.dataset.draftDone));
document.querySelectorAll("form[data-draft]").forEach(start);
