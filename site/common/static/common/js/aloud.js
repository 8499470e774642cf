// Reading aloud, in 关怀版: [data-aloud-bar] shows itself where the browser has a Chinese voice.
// What is read: the regions marked data-aloud, else <main>; the block being read is marked
// (class aloud-now). The button starts, pauses and goes on; Esc stops, leaving the page too.
const speech = window.speechSynthesis;
const bar = document.querySelector("[data-aloud-bar]");
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, legend, summary, blockquote, label";
// Not words of the page: buttons, fields, hidden things, and the bars of a chart.
const SKIPPED = "nav, script, svg, button, select, textarea, [hidden], [aria-hidden=true], .visually-hidden";
// Some voices fall silent in the middle of a long piece.
const LONGEST = 120;

let voice = null;
let pieces = [];
let at = -1;
// Each start has a number, so that news of a stopped reading is not taken for the next one's.
let run = 0;

function chineseVoice() {
  const voices = speech.getVoices().filter((one) => /^(zh|cmn)/i.test(one.lang));
  return voices.find((one) => /CN|Hans/i.test(one.lang) && one.localService) || voices.find((one) => one.localService) || voices[0] || null;
}

function isSeen(element) {
  return !element.closest(SKIPPED) && element.getClientRects().length > 0;
}

function ownWords(block) {
  // The words of a block without those of the blocks inside it, which come on their own.
  // What stands side by side, and not in one sentence, is parted by a breath.
  const breath = getComputedStyle(block).display.includes("flex") ? "，" : "";
  let words = "";
  block.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) words += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(BLOCKS) && !node.matches(SKIPPED) && !node.querySelector(BLOCKS)) words += (words.trim() ? breath : "") + node.textContent;
  });
  return words.replace(/\s+/g, " ").trim();
}

function cut(words) {
  const parts = [];
  let part = "";
  (words.match(/[^。！？；;!?]+[。！？；;!?]?/g) || []).forEach((sentence) => {
    if (part && part.length + sentence.length > LONGEST) {
      parts.push(part);
      part = "";
    }
    part += sentence;
  });
  return part ? parts.concat(part) : parts;
}

function collect() {
  const marked = document.querySelectorAll("main [data-aloud]");
  const regions = marked.length ? Array.from(marked) : [document.querySelector("main")];
  const found = [];
  regions.forEach((region) => {
    const blocks = Array.from(region.querySelectorAll(BLOCKS));
    if (region.matches(BLOCKS)) blocks.unshift(region);
    blocks.filter(isSeen).forEach((block) => {
      cut(ownWords(block)).forEach((words) => found.push({ block, words }));
    });
  });
  return found;
}

function mark(block) {
  document.querySelectorAll(".aloud-now").forEach((one) => one.classList.remove("aloud-now"));
  if (!block) return;
  block.classList.add("aloud-now");
  block.scrollIntoView({ block: "nearest" });
}

function draw(state) {
  const button = bar.querySelector("[data-aloud-toggle]");
  const words = { silent: "say", reading: "pause", paused: "goOn" }[state];
  button.textContent = button.dataset[words];
  bar.querySelector("[data-aloud-stop]").hidden = state === "silent";
  bar.dataset.state = state;
}

function say(index) {
  if (index >= pieces.length) {
    stop();
    return;
  }
  const mine = run;
  at = index;
  const utterance = new SpeechSynthesisUtterance(pieces[index].words);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = 0.9;
  utterance.onstart = () => {
    if (mine === run) mark(pieces[index].block);
  };
  utterance.onend = () => {
    if (mine === run) say(index + 1);
  };
  utterance.onerror = () => {
    if (mine === run) stop();
  };
  speech.speak(utterance);
}

function stop() {
  run += 1;
  at = -1;
  speech.cancel();
  mark(null);
  draw("silent");
}

// A paused browser voice often cannot go on; a stopped sentence is simply read again.
function pause() {
  run += 1;
  speech.cancel();
  draw("paused");
}

function go(from) {
  run += 1;
  draw("reading");
  say(from);
}

function toggle() {
  if (bar.dataset.state === "reading") pause();
  else if (bar.dataset.state === "paused") go(at);
  else {
    speech.cancel();
    pieces = collect();
    if (pieces.length) go(0);
  }
}

function stopAndReturn() {
  stop();
  bar.querySelector("[data-aloud-toggle]").focus();
}

function offer() {
  voice = chineseVoice();
  if (!voice || !bar.hidden) return;
  bar.hidden = false;
  bar.closest("aside").removeAttribute("data-empty");
  draw("silent");
  bar.querySelector("[data-aloud-toggle]").addEventListener("click", toggle);
  bar.querySelector("[data-aloud-stop]").addEventListener("click", stopAndReturn);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && bar.dataset.state !== "silent") stopAndReturn();
  });
  window.addEventListener("pagehide", stop);
}

if (speech && window.SpeechSynthesisUtterance && bar) {
  offer();
  // Voices come late in Chromium.
  speech.onvoiceschanged = offer;
}
