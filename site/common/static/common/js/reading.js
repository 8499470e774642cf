// Contents that follow the reader: <details data-outline> marks the article being read,
// stands open beside the text, and closes after a choice where it is a bar on top.
const outline = document.querySelector("[data-outline]");

function isBar() {
  return getComputedStyle(outline.querySelector("summary")).display !== "none";
}

function show(link, here, links) {
  links.forEach((other) => {
    if (other === link) other.setAttribute("aria-current", "location");
    else other.removeAttribute("aria-current");
  });
  const chapter = here.dataset.chapter;
  const number = link ? link.firstChild.textContent.trim() : "";
  here.textContent = [chapter, number].filter(Boolean).join(" · ");
  const list = link && !isBar() && link.closest("nav > ol");
  if (!list) return;
  // Move the list alone; the page stays where the reader has it.
  const top = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (top < 0 || top > list.clientHeight - 80) list.scrollTop += top - list.clientHeight / 3;
}

function follow() {
  const here = outline.querySelector("[data-outline-here]");
  here.dataset.chapter = here.textContent;
  const links = Array.from(outline.querySelectorAll('a[href^="#"]'));
  const byId = new Map(links.map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const articles = Array.from(document.querySelectorAll("section.provision[id]"));
  if (!links.length || !("IntersectionObserver" in window)) return;
  const seen = new Set();
  let current = null;
  const watch = new IntersectionObserver((entries) => {
    entries.forEach((entry) => {
      if (entry.isIntersecting) seen.add(entry.target);
      else seen.delete(entry.target);
    });
    // The first article that reaches into the upper part of the screen is being read.
    const article = articles.find((one) => seen.has(one));
    const link = article ? byId.get(article.id) : null;
    if (link && link !== current) {
      current = link;
      show(link, here, links);
    }
  }, { rootMargin: "-15% 0px -60% 0px" });
  articles.forEach((article) => watch.observe(article));
}

function fold() {
  const beside = window.matchMedia("(min-width: 62rem)");
  const settle = () => {
    outline.open = !isBar();
  };
  settle();
  if (beside.addEventListener) beside.addEventListener("change", settle);
  outline.addEventListener("click", (event) => {
    if (isBar() && event.target.closest("a")) outline.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !outline.open || !isBar()) return;
    outline.open = false;
    outline.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (isBar() && outline.open && !outline.contains(event.target)) outline.open = false;
  });
  // Leaving the list by keyboard closes it, so that it covers nothing that has focus.
  outline.addEventListener("focusout", (event) => {
    if (isBar() && event.relatedTarget && !outline.contains(event.relatedTarget)) outline.open = false;
  });
}

if (outline) {
  fold();
  follow();
}
