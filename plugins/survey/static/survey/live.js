// Results of an open page: every ten seconds, while it is looked at, ask whether they read differently by now; if so,
// put the new ones in their place. Without script the page shows what there was when it was opened.
const EVERY = 10000;
const box = document.querySelector("[data-live]");
const line = document.querySelector("[data-new]");
let mark = `"${box?.dataset.mark}"`;
let timer;

// What the reader has opened, moved or focused stays so.
function show(html) {
  const open = [...box.querySelectorAll("details")].map((part) => part.open);
  const moved = [...box.querySelectorAll(".chips")].map((part) => part.scrollLeft);
  const focused = box.contains(document.activeElement) && document.activeElement.getAttribute("href");
  box.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  box.querySelectorAll("details").forEach((part, place) => { part.open = Boolean(open[place]); });
  box.querySelectorAll(".chips").forEach((part, place) => { part.scrollLeft = moved[place] || 0; });
  if (focused) box.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

async function look() {
  const chosen = getSelection();
  if (document.hidden || (!chosen.isCollapsed && box.contains(chosen.anchorNode))) return;
  try {
    const answer = await fetch(box.dataset.live, { credentials: "same-origin", headers: { "If-None-Match": mark } });
    if (!answer.ok || answer.redirected) return; // 304: nothing new
    const { responses, html } = await answer.json();
    mark = answer.headers.get("ETag");
    show(html);
    const more = responses - box.dataset.responses;
    line.textContent = more > 0 ? line.dataset.new.replace("{n}", more) : "";
    tellSeen();
  } catch { /* the network is away; the next look may reach it */ }
}

async function tellSeen() {
  const body = new FormData();
  body.set("csrf_token", box.dataset.token);
  try {
    await fetch(box.dataset.seen, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "live" } });
  } catch { /* it will be told next time */ }
}

// What takes the server long is asked for less often.
async function keepLooking() {
  const began = performance.now();
  await look();
  timer = setTimeout(keepLooking, Math.max(EVERY, 20 * (performance.now() - began)));
}

if (box) {
  tellSeen();
  timer = setTimeout(keepLooking, EVERY);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) keepLooking();
  });
}
