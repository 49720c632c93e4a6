// Results of an open page: every ten seconds, while it is looked at, ask how many have answered; offer to show them.
const box = document.querySelector("[data-live]");
const line = box?.querySelector("[data-more]");
let shown = Number(box?.dataset.now);

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(box.dataset.live, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { responses } = await answer.json();
    if (responses === shown) return;
    line.hidden = false;
    const link = Object.assign(document.createElement("a"), { href: location.href, textContent: line.dataset.more.replace("{n}", responses - shown) });
    line.replaceChildren(link);
  } catch { /* the network is away; the next look may reach it */ }
}

async function tellSeen() {
  const body = new FormData();
  body.set("csrf_token", box.dataset.token);
  try {
    await fetch(box.dataset.seen, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "live" } });
  } catch { /* it will be told next time */ }
}

if (box) {
  tellSeen();
  setInterval(look, 10000);
}
