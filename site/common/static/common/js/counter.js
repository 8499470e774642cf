// <p data-counter="FIELD_ID" data-max="5000" data-left="还可以写 %n 字" data-over="超出 %n 字">
// counts while one types, and is spoken only at 100, at 20 and at 0 characters left.
const SPOKEN = [100, 20, 0];

function start(line) {
  const field = document.getElementById(line.dataset.counter);
  if (!field || line.live) return;
  const max = Number(line.dataset.max);
  line.live = document.createElement("span");
  line.live.className = "visually-hidden";
  line.live.setAttribute("aria-live", "polite");
  line.after(line.live);
  let before = Infinity;

  function say() {
    // Characters as the server counts them: code points, with one newline a line break.
    const left = max - Array.from(field.value).length;
    const template = left < 0 ? line.dataset.over : line.dataset.left;
    line.textContent = template.replace("%n", Math.abs(left).toLocaleString());
    line.toggleAttribute("data-past", left < 0);
    const crossed = SPOKEN.some((mark) => left <= mark && before > mark) || (left < 0 && before >= 0);
    if (crossed && before !== Infinity) line.live.textContent = line.textContent;
    before = left;
  }

  field.addEventListener("input", say);
  say();
}

function startAll() {
  document.querySelectorAll("[data-counter]").forEach(start);
}

startAll();
document.addEventListener("htmx:load", startAll);
