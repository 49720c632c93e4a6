// A menu closes on Escape and on a press elsewhere; a page that came back with errors shows them first.
const open = () => document.querySelector("details:is(.pop, .menu)[open]");

document.addEventListener("pointerdown", (event) => {
  const menu = open();
  if (menu && menu !== event.target.closest("details")) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && open();
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.querySelector("[data-focus]")?.focus();
