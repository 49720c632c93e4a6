// Public side: menu, long-press hint, characters left. Copy and busy are files of their own. Everything works without it.
const menu = document.querySelector("details.menu");
if (menu) {
  menu.addEventListener("toggle", () => document.documentElement.classList.toggle("still", menu.open));
  menu.addEventListener("click", (event) => { if (event.target.closest("a")) menu.open = false; });
}

// WeChat's browser cannot download: a hint beside the picture says to press it long.
if (/MicroMessenger/.test(navigator.userAgent)) document.querySelectorAll("[data-long-press]").forEach((hint) => { hint.hidden = false; });

// Long answers show how many characters are left near the end.
document.querySelectorAll("textarea[maxlength]").forEach((box) => {
  const left = document.getElementById(`${box.id}-left`);
  if (!left) return;
  const count = () => {
    const rest = box.maxLength - box.value.length;
    left.hidden = rest > 100;
    left.textContent = left.dataset.words.replace("{n}", rest);
  };
  box.addEventListener("input", count);
  count();
});
