// Toasts stay 6 seconds, and as long as they have focus or the pointer; then they step aside.
const STAY = 6000;

function wait(toast) {
  let timer;
  const hold = () => clearTimeout(timer);
  const count = () => { hold(); timer = setTimeout(() => toast.remove(), STAY); };
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusout", count);
  toast.addEventListener("pointerleave", count);
  const shut = toast.querySelector("[data-shut]");
  if (shut) { shut.hidden = false; shut.addEventListener("click", () => toast.remove()); }
  count();
}

// Other scripts speak by document.dispatchEvent(new CustomEvent("say", {detail: {text, undo: {label, run}}})).
function say({ text, undo }) {
  const room = document.querySelector(".toasts");
  if (!room) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  toast.append(words);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = undo.label;
    button.addEventListener("click", () => { toast.remove(); undo.run(); });
    toast.append(button);
  }
  room.replaceChildren(toast);
  wait(toast);
}

document.querySelectorAll("[data-toast]").forEach(wait);
document.addEventListener("say", (event) => say(event.detail));
