// <button data-print hidden> prints the page; without scripts, or where a browser cannot
// print (inside WeChat), it stays hidden and the page says what else to do.
if (typeof window.print === "function" && !/MicroMessenger/i.test(navigator.userAgent)) {
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}
