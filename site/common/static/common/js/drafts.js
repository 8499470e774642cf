// <form data-draft="comment:CODE:8"> keeps typed text on this device until a page says
// data-draft-done="comment:CODE:8". Only fields marked data-keep are kept: names, telephone
// numbers and addresses never are. data-draft-sent names the fields the server has just sent
// back: they are newer than the draft. [data-draft-status] says what happened, and
// [data-draft-clear] drops the draft, for a telephone several people use.
const PREFIX = "minyi.draft.";
const KEPT_FOR = 14 * 24 * 3600 * 1000;
const PAUSE = 1000;

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + key));
    return kept && Date.now() - kept.at < KEPT_FOR ? kept : null;
  } catch (unreadable) {
    return null;
  }
}

function write(key, words) {
  try {
    if (Object.keys(words).length) localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), words }));
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch (refused) {
    // Full, or a browser that keeps nothing: then nothing is promised either.
    return false;
  }
}

function forgetOld() {
  try {
    const keys = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    keys.map((name) => name.slice(PREFIX.length)).filter((key) => !read(key)).forEach((key) => write(key, {}));
  } catch (refused) {
    // Nothing can be read, so nothing is kept.
  }
}

function put(field, words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function start(form) {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "yes";
  const key = form.dataset.draft;
  const status = form.querySelector("[data-draft-status]");
  const line = form.querySelector("[data-draft-line]") || status;
  const clear = form.querySelector("[data-draft-clear]");
  const fields = Array.from(form.querySelectorAll("[data-keep]"));
  const sent = (form.dataset.draftSent || "").split(" ");
  const kept = (read(key) || { words: {} }).words;
  let timer = 0;
  let cleared = null;

  function say(words) {
    if (!status) return;
    line.hidden = false;
    status.textContent = words;
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (!fields.length) return;
    // Fields of other pages of the same way stay as they were kept.
    const words = { ...(read(key) || { words: {} }).words };
    fields.forEach((field) => {
      if (sent.includes(field.name) || field.value !== field.defaultValue) words[field.name] = field.value;
      else delete words[field.name];
    });
    if (write(key, words) && status && Object.keys(words).length) {
      say(status.dataset.saved.replace("%t", new Date().toTimeString().slice(0, 5)));
    }
  }

  const restored = fields.filter((field) => {
    const words = kept[field.name];
    const isNew = typeof words === "string" && !sent.includes(field.name) && field.value === field.defaultValue;
    if (!isNew || words === field.value) return false;
    put(field, words);
    const folded = field.closest("details");
    if (folded) folded.open = true;
    return true;
  });
  if (restored.length && status) say(status.dataset.restored);

  form.addEventListener("input", (event) => {
    if (!event.isTrusted || !event.target.matches("[data-keep]")) return;
    if (cleared) {
      cleared = null;
      clear.textContent = clear.words;
    }
    // The first pause after the last saving, not the last key: who types on is saved too.
    if (!timer) timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => !cleared && save());
  addEventListener("pagehide", () => timer && save());
  document.addEventListener("visibilitychange", () => document.hidden && timer && save());

  if (!clear) return;
  clear.words = clear.textContent;
  clear.addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0;
    if (cleared) {
      cleared.forEach(([field, words]) => put(field, words));
      cleared = null;
      clear.textContent = clear.words;
      save();
      return;
    }
    cleared = fields.map((field) => [field, field.value]);
    fields.forEach((field) => put(field, sent.includes(field.name) ? "" : field.defaultValue));
    write(key, {});
    say(status.dataset.cleared);
    clear.textContent = clear.dataset.undo;
  });
}

forgetOld();
document.querySelectorAll("[data-draft-done]").forEach((mark) => write(mark.dataset.draftDone, {}));
document.querySelectorAll("form[data-draft]").forEach(start);
