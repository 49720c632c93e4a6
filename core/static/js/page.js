// Platform and console: everything that makes pages pleasant. Without it every page still works.
import { toasts } from "./toast.js";
import { copyButtons } from "./copy.js";
import { onceForms } from "./busy.js";
import { sheets } from "./sheet.js";
import { reorderLists } from "./reorder.js";

function start(root) {
  copyButtons(root);
  onceForms(root);
  reorderLists(root);
  root.querySelector("[data-focus]")?.focus();
}

// A menu closes on Escape and on a press elsewhere.
function menus() {
  const close = (except) => document.querySelectorAll("details.pop[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("pointerdown", (event) => close(event.target.closest("details.pop")));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details.pop[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
}

start(document);
toasts();
menus();
sheets(start);
