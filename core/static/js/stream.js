// A page that keeps itself up to date: <main data-stream="/address"> with parts <div data-part="questions">. Events of that
// name replace a part, unless nothing in it differs. Without streams to be had the same address is asked every few seconds.
// Fires on the part, bubbling: "part" before (preventDefault keeps the old one), "parted" after. Asks at once on "look".
// <p role="status" data-lost="…"> says it while the line is lost. Everything works without it, by loading the page again.
const ASK = 5000;
const TRY_AGAIN = 60000;
const PATIENCE = 4000;
const OUT_OF_SIGHT = 60000;

function follow(box) {
  const address = box.dataset.stream;
  const parts = new Map([...box.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  let source, timer, losing, hiding, tag = "", polledSince = 0, ended = false;

  function say(state) {
    clearTimeout(losing);
    losing = undefined;
    if (box.dataset.state === state) return;
    box.dataset.state = state;
    box.querySelectorAll("[data-lost]").forEach((line) => { line.textContent = state === "lost" ? line.dataset.lost : ""; });
  }
  const doubt = () => { losing ??= setTimeout(() => say("lost"), PATIENCE); };

  function show(name, html) {
    const part = parts.get(name);
    if (!part) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const keyed = fresh.firstElementChild?.dataset.key;
    if (keyed && keyed === part.firstElementChild?.dataset.key) return; // the same question: what is being chosen stays
    if (!part.dispatchEvent(new CustomEvent("part", { bubbles: true, cancelable: true, detail: fresh }))) return;
    const held = part.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...part.querySelectorAll("details[open]")].map((detail) => detail.id);
    part.replaceChildren(...fresh.childNodes);
    open.forEach((id) => { if (id && document.getElementById(id)) document.getElementById(id).open = true; });
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    part.dispatchEvent(new CustomEvent("parted", { bubbles: true }));
  }

  function end() {
    ended = true;
    close();
    box.dispatchEvent(new CustomEvent("ended", { bubbles: true }));
  }

  function close() {
    source?.close();
    source = undefined;
    clearTimeout(timer);
    timer = undefined;
  }

  async function ask() {
    try {
      const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json", ...(tag && { "If-None-Match": tag }) } });
      if (answer.status === 410) { end(); return; }
      if (answer.status !== 304) {
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        tag = answer.headers.get("ETag") || "";
        Object.entries((await answer.json()).parts).forEach(([name, html]) => show(name, html));
      }
      if (!source) say("asking");
    } catch { doubt(); }
  }

  async function poll() {
    await ask();
    if (ended || source) return;
    if (Date.now() - polledSince > TRY_AGAIN) listen();
    else timer = setTimeout(poll, ASK * (0.8 + 0.4 * Math.random()));
  }

  function fallBack() {
    source?.close();
    source = undefined;
    polledSince = Date.now();
    clearTimeout(timer);
    timer = setTimeout(poll, 500 * Math.random());
  }

  function listen() {
    close();
    if (!window.EventSource) { fallBack(); return; }
    source = new EventSource(address);
    source.onopen = () => say("on");
    source.onerror = () => {
      doubt();
      if (source?.readyState === EventSource.CLOSED) fallBack(); // refused: as many listen as can be held
    };
    source.addEventListener("end", end);
    parts.forEach((_part, name) => source.addEventListener(name, (event) => { say("on"); show(name, event.data); }));
  }

  box.addEventListener("look", ask);
  // A phone in a pocket gives its place to another one.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (ended) return;
    if (document.hidden) hiding = setTimeout(close, OUT_OF_SIGHT);
    else if (!source && !timer) listen();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted && !ended) listen(); });
  listen();
}

document.querySelectorAll("[data-stream]").forEach(follow);
