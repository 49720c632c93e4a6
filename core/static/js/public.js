// Public side: menu, copy, one submission per tap. Everything works without it.
import { copyButtons } from "./copy.js";
import { onceForms } from "./busy.js";

copyButtons(document);
onceForms(document);
document.querySelector("[data-focus]")?.focus();

const menu = document.querySelector("details.menu");
if (menu) {
  const lock = () => document.documentElement.classList.toggle("still", menu.open);
  menu.addEventListener("toggle", lock);
  menu.addEventListener("click", (event) => { if (event.target.closest("a")) menu.open = false; });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
}

// WeChat's browser cannot download: a hint beside the picture says to press it long.
if (/MicroMessenger/.test(navigator.userAgent)) document.querySelectorAll("[data-long-press]").forEach((hint) => { hint.hidden = false; });

// Long answers show how many characters are left near the end.
document.querySelectorAll("textarea[maxlength]").forEach((box) => {
  const left = document.getElementById(`${box.id}-left`);
  if (!left) return;
  const count = () => { const rest = box.maxLength - box.value.length; left.hidden = rest > 100; left.textContent = left.dataset.words.replace("{n}", rest); };
  box.addEventListener("input", count);
  count();
});
