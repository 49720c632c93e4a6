// Sheets are pages at an address of their own; here a link with data-sheet opens that page's [data-sheet-body] as a dialog.
// <dialog>.showModal() traps focus, makes the page behind inert, closes on Escape and gives focus back.
async function fetchBody(url) {
  const answer = await fetch(url, { headers: { "X-Requested-With": "sheet" }, credentials: "same-origin" });
  if (!answer.ok || new URL(answer.url).pathname !== new URL(url, location).pathname) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-sheet-body]");
}

function show(body, address) {
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  dialog.setAttribute("aria-label", body.dataset.title || "");
  dialog.append(...document.importNode(body, true).childNodes);
  dialog.querySelectorAll("form:not([action])").forEach((form) => { form.action = address; }); // it meant its own page
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-sheet-close]")) { event.preventDefault(); dialog.close(); }
  });
  dialog.showModal();
  dialog.dispatchEvent(new Event("added", { bubbles: true })); // copy, busy and reorder arm what is new
}

async function open(event) {
  const link = event.target.closest("a[data-sheet]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    const body = await fetchBody(link.href);
    if (body) show(body, link.href); else location.assign(link.href);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

if (window.HTMLDialogElement) document.addEventListener("click", open);
