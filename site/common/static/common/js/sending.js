// A form with a line [data-sending] is not let go into the void: without a network, when the
// site does not answer, or with more words than the site takes at all, the page stays with
// all that is on it, and the line says so. A plain sending follows in every other case, so a
// slow line or an old browser loses nothing.
const KNOCK = "/livez";
const PATIENCE = 6000;
const LARGEST = 1000000;
const DOWN = [429, 502, 503, 504];

async function answer() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(KNOCK, { cache: "no-store", signal: stop.signal });
    return DOWN.includes(response.status) ? "down" : "";
  } catch (failed) {
    // Slow is not down: only a refused connection says that nothing would arrive.
    return stop.signal.aborted ? "" : navigator.onLine === false ? "offline" : "down";
  } finally {
    clearTimeout(timer);
  }
}

function start(form) {
  const line = form.querySelector("[data-sending]");
  if (!line || form.dataset.sendingReady) return;
  form.dataset.sendingReady = "yes";
  let isKnocking = false;
  let isKnown = false;

  function stay(why) {
    // Emptied first, so that the same words are spoken a second time.
    line.textContent = "";
    line.hidden = false;
    line.textContent = line.dataset[why];
    line.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("submit", (event) => {
    if (isKnown) {
      isKnown = false;
      return;
    }
    const length = Array.from(form.elements).reduce((sum, field) => sum + (field.value || "").length, 0);
    if (length > LARGEST) {
      event.preventDefault();
      stay("large");
    } else if (navigator.onLine === false) {
      event.preventDefault();
      stay("offline");
    } else if (isKnocking) {
      event.preventDefault();
    } else if (form.requestSubmit && self.AbortController) {
      event.preventDefault();
      isKnocking = true;
      const button = event.submitter;
      answer().then((why) => {
        isKnocking = false;
        if (why) {
          stay(why);
          return;
        }
        line.hidden = true;
        isKnown = true;
        form.requestSubmit(button || undefined);
      });
    }
  });
}

document.querySelectorAll("form").forEach(start);
