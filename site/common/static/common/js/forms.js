// Forms that are sent once, and an Enter key that belongs to the input method.
// <form data-once data-once-text="正在提交……">: its buttons rest after sending and come
// back by themselves, so that a lost connection never blocks a second try.
const REST = 8000;

function rest(form) {
  const buttons = form.querySelectorAll("button:not([type=button]):not([type=reset])");
  buttons.forEach((button) => {
    if (button.disabled) return;
    const words = button.innerHTML;
    button.disabled = true;
    if (form.dataset.onceText && button === form.sentBy) button.textContent = form.dataset.onceText;
    button.wake = () => {
      button.disabled = false;
      button.innerHTML = words;
      delete button.wake;
    };
    setTimeout(() => button.wake && button.wake(), REST);
  });
}

function wakeAll() {
  document.querySelectorAll("form[data-once] button").forEach((button) => button.wake && button.wake());
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  form.sentBy = event.submitter || form.querySelector("button");
  // After this turn: a disabled button would not send its own name and value.
  setTimeout(() => rest(form), 0);
});
window.addEventListener("pageshow", wakeAll);
document.addEventListener("htmx:afterRequest", wakeAll);

// Enter that confirms a candidate of a Chinese input method must not send the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.keyCode !== 229) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=radio])");
  if (typing && (event.isComposing || (event.key === "Enter" && event.keyCode === 229))) event.preventDefault();
}, true);
