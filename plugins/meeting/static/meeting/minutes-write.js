// Writing minutes: saves a few seconds after the last key, brings in what others wrote, and keeps a draft on this phone
// while there is no network. Without script the button saves.
const PAUSE = 3000;
const AGAIN = 10000;
const form = document.querySelector("[data-writing]");
const area = form.elements.text;
const line = form.querySelector("[data-state]");
const key = `minutes:${location.pathname}`;
let saved = area.defaultValue; // what the server has of this page
let timer;
let busy = false;
let stopped = false;

const say = (words) => { line.textContent = words; };

function keep() {
  try {
    localStorage.setItem(key, JSON.stringify({ base: form.elements.base.value, text: area.value, page: form.elements.page.value }));
  } catch { /* no room, or not allowed: the text is still on the page */ }
}

function forget() {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}

// Puts `text` into the area where it differs, so that the caret stays at its words.
function bring(text) {
  const old = area.value;
  let start = 0;
  while (start < old.length && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < text.length - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  area.setRangeText(text.slice(start, text.length - end), start, old.length - end, "preserve");
}

const plan = (after) => { clearTimeout(timer); if (!stopped) timer = setTimeout(save, after); };

async function save() {
  if (busy || stopped || area.value === saved) return;
  if (!navigator.onLine) { say(form.dataset.away); return; }
  busy = true;
  const sent = area.value;
  const body = new FormData(form);
  body.set("wants", "json");
  try {
    const answer = await fetch(location.pathname + location.search, { method: "POST", body, credentials: "same-origin" });
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!isOurs) { stopped = answer.status < 500; say(stopped ? form.dataset.gone : form.dataset.away); return; }
    if (answer.status === 409) { stopped = true; say(form.dataset.clash); return; }
    take(await answer.json(), sent);
  } catch {
    say(form.dataset.away);
    plan(AGAIN);
  } finally {
    busy = false;
    if (!stopped && area.value !== saved && area.value !== sent) plan(PAUSE);
  }
}

// What was typed while the answer was on its way goes on from the version as it was sent.
function take(answer, sent) {
  const isStill = area.value === sent;
  form.elements.base.value = isStill ? answer.revision : answer.own;
  if (isStill && answer.said) bring(answer.text);
  saved = isStill ? area.value : sent;
  if (isStill) forget(); else keep();
  say(answer.said || form.dataset.saved);
}

function restore() {
  let draft = null;
  try { draft = JSON.parse(localStorage.getItem(key)); } catch { /* not ours */ }
  if (!draft || draft.text === area.defaultValue) return forget();
  form.elements.base.value = draft.base;
  form.elements.page.value = draft.page;
  area.value = draft.text;
  say(form.dataset.restored);
  plan(0);
}

area.addEventListener("input", () => { keep(); say(form.dataset.unsaved); plan(PAUSE); });
addEventListener("online", () => plan(0));
document.addEventListener("visibilitychange", () => { if (document.hidden) plan(0); });
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) { event.preventDefault(); keep(); say(form.dataset.away); return; }
  stopped = true;
  clearTimeout(timer);
  forget();
});
restore();
