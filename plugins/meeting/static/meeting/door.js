// The door with script: every scan is answered at once, with a line or without one. Without script, and where the address is
// not https (no camera, no worker there), the forms of the page do the same as long as there is a line.
import { openLine } from "./door_line.js";
import { openStore } from "./door_store.js";

const root = document.querySelector("[data-door]");
const config = JSON.parse(document.querySelector("[data-config]").textContent);
const { words } = config;
const signs = document.querySelector("[data-signs]").content;
const form = root.querySelector("[data-scan]");
const field = form.elements.q;
const part = (name) => root.querySelector(`[data-${name}]`);
const NAME = `hutong-door-${config.meeting}`;
const STAYS = { in: 1500, undone: 1200 };
const STAYS_ELSE = 4000;
const ASKS = 2500; // milliseconds: then the phone decides by its own list
const SHOWN = 30; // names at once while somebody types

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const time = (moment) => (moment === null ? "" : new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: config.zone }).format(moment));
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const button = (label, of, onclick) => make("button", { type: "button", className: "btn small", onclick }, label, make("span", { className: "sr" }, ` ${of}`));
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const seen = (text) => text.replace(/(?!\u200d)\p{C}/gu, "").trim(); // guests decide what their codes say: no signs that nobody sees
const codeIn = (text) => (text.includes("://") ? text.trim().replace(/\/+$/, "").split("/").at(-1) : text).toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

async function markOf(code) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${config.meeting}:${code}`));
  return [...new Uint8Array(bytes)].slice(0, 12).map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function openDoor(store) {
  let [guests, door, hiding, sound, drawing, removed] = [[], config.door, 0, null, null, false];
  const line = openLine(store, { ...config, lock: NAME }, () => refresh());

  // --- the answer ---------------------------------------------------------------------------------------------

  function play(kind) {
    navigator.vibrate?.(kind === "in" ? 80 : [120, 80, 240]);
    if (!sound) return;
    const [tone, volume] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = kind === "in" ? 880 : 196;
    volume.gain.value = 0.2;
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + (kind === "in" ? 0.12 : 0.5));
  }

  function show(kind, title, text, ...buttons) {
    const box = part("answer");
    clearTimeout(hiding);
    box.className = `verdict over ${kind}`;
    box.replaceChildren(signs.querySelector(`[data-sign="${kind}"] svg`).cloneNode(true), make("b", {}, title), make("p", {}, text), ...buttons);
    box.hidden = false;
    part("verdict")?.remove();
    if (kind !== "undone") play(kind);
    hiding = setTimeout(() => { box.hidden = true; }, STAYS[kind] ?? STAYS_ELSE);
  }

  const showIn = (guest, text = words.welcome) => show("in", guest.name, text, button(words.undo, guest.name, () => undo(guest.id)));
  const showDouble = (guest) => show("double", guest.name, fill(words.double, { door: guest.door, time: time(guest.at) }));
  const showRefused = (guest) => show("refused", guest.name, fill(words.refused, { state: config.states[guest.state] }), button(words.anyway, guest.name, () => checkIn(guest.id, { anyway: true })));

  // Without a line the ticket may be newer than the list: the house will know it when the scan arrives.
  async function showUnknown(scan) {
    const fetched = await store.fact("fetched");
    if (!line.isDown || !fetched) { show("unknown", words.unknown, words.unknownText); return; }
    const anyway = button(words.anyway, "", () => run(async () => { await store.add({ ...scan, letIn: true }); show("in", words.welcome, scan.text); refresh(); }));
    show("unknown", words.unknown, fill(words.unknownOffline, { time: time(fetched) }), anyway);
  }

  // --- what a door does ---------------------------------------------------------------------------------------

  const newScan = (more) => ({ id: crypto.randomUUID(), door, at: line.now(), ...more });
  const soon = (answer) => Promise.race([answer, new Promise((resolve) => { setTimeout(resolve, ASKS, null); })]);

  async function checkIn(guestId, { anyway = false } = {}) {
    const scan = newScan({ guest: guestId });
    const { guest, isLetIn } = await store.claim(scan, { anyway });
    if (!isLetIn) {
      if (guest.at === null) showRefused(guest); else showDouble(guest);
      line.talk();
    } else {
      const heard = anyway ? (line.talk(), null) : await soon(line.talk(scan.id));
      const answer = heard?.[scan.id];
      if (answer?.outcome === "double") showDouble(answer.guest);
      else if (answer?.outcome === "refused") showRefused(answer.guest);
      else {
        if (!answer) await store.shown(scan);
        showIn(guest);
      }
    }
    refresh();
  }

  async function unknown(text) {
    const scan = newScan({ text, letIn: true });
    await store.add(scan);
    const answer = (await soon(line.talk(scan.id)))?.[scan.id];
    if (answer?.guest && answer.outcome === "in") showIn(answer.guest); // registered since the list was fetched
    else if (answer?.guest && answer.outcome === "double") showDouble(answer.guest);
    else if (answer?.guest) showRefused(answer.guest);
    else {
      if (!answer) await store.add({ ...scan, letIn: false });
      await showUnknown(scan);
    }
    refresh();
  }

  async function scanned(text) {
    const guest = await store.guestOfMark(await markOf(codeIn(text)));
    if (guest) { field.value = ""; list([]); await checkIn(guest.id); return; }
    const found = text.includes("://") ? [] : called(text);
    if (found.length) { list(found); return; }
    field.value = "";
    await unknown([...seen(text)].slice(0, 300).join(""));
  }

  async function undo(guestId) {
    part("answer").hidden = true;
    await store.undo(guestId, line.now());
    line.talk();
    show("undone", words.undo, words.undone);
    refresh();
  }

  async function walkIn(walker) {
    const scan = newScan({ walkIn: walker, letIn: true });
    const guest = { id: `walk-in-${scan.id}`, mark: "", name: walker.name, spelling: plain(walker.name), state: "coming", at: scan.at, door, scan: scan.id, walkIn: true };
    await store.add(scan, guest);
    line.talk();
    show("in", guest.name, words.walked);
    refresh();
  }

  // --- the screen ---------------------------------------------------------------------------------------------

  const called = (typed) => {
    const asked = plain(typed).split(/\s+/).filter(Boolean);
    return asked.length ? guests.filter((guest) => asked.every((word) => guest.spelling.includes(word))) : [];
  };

  const line2 = (guest) => (guest.at === null ? config.states[guest.state] : `${guest.door} · ${time(guest.at)}`);
  const row = (name, text, act) => make("li", {}, make("div", { className: "grow" }, make("b", {}, name), make("small", {}, text)), make("div", { className: "does" }, act));

  function list(found) {
    const box = part("names");
    const label = (guest) => (guest.state === "coming" ? words.checkIn : words.anyway);
    box.replaceChildren(...found.map((guest) => row(guest.name, line2(guest), guest.at === null
      ? button(label(guest), guest.name, () => { field.value = ""; list([]); run(() => checkIn(guest.id, { anyway: guest.state !== "coming" })); })
      : button(words.undo, guest.name, () => { list([]); run(() => undo(guest.id)); }))));
    box.hidden = !found.length;
  }

  // Whoever changes something asks for it; many changes in a row are drawn once.
  function refresh() {
    drawing ??= new Promise((resolve) => { setTimeout(resolve, 50); }).then(() => { drawing = null; return redraw(); });
    return drawing;
  }

  async function redraw() {
    guests = (await store.guests()).sort((one, other) => one.spelling.localeCompare(other.spelling));
    await draw();
  }

  function ago(moment) {
    const minutes = Math.max(0, Math.round((Date.now() - moment) / 60_000));
    if (minutes < 1) return words.now;
    return minutes < 120 ? fill(words.minutes, { count: minutes }) : fill(words.hours, { count: Math.round(minutes / 60) });
  }

  async function draw() {
    const [counts, conflicts, fetched, seen, queue] = await Promise.all([store.fact("counts"), store.fact("conflicts"), store.fact("fetched"), store.fact("seen"), store.queue()]);
    const waiting = queue.filter((one) => one.guest || one.walkIn || one.letIn).length;
    const figures = part("counts").querySelectorAll("b");
    const walked = guests.filter((guest) => guest.walkIn).length;
    if (guests.length || counts) {
      [guests.filter((guest) => guest.at !== null).length, guests.filter((guest) => guest.state === "coming").length, (counts?.walkIns ?? 0) + walked]
        .forEach((count, place) => { figures[place].textContent = count; });
    }
    const open = (conflicts ?? []).filter((one) => !(seen ?? []).includes(one.id));
    part("conflicts").hidden = !open.length;
    part("conflicts").querySelector("ul").replaceChildren(...open.map((one) => row(
      one.name,
      fill(words.conflict, { late: one.late, lateTime: time(one.lateAt), early: one.early, earlyTime: time(one.earlyAt) }),
      button(words.seen, one.name, () => close(one.id)),
    )));
    const latest = guests.filter((guest) => guest.at !== null).sort((one, other) => other.at - one.at).slice(0, 5);
    part("latest").hidden = !latest.length;
    part("latest").querySelector("ul").replaceChildren(...latest.map((guest) => row(guest.name, line2(guest), button(words.undo, guest.name, () => run(() => undo(guest.id))))));
    const ends = isOver() && !waiting;
    part("forget").hidden = !fetched || ends;
    say(standing(fetched, ends), waiting, line.isDown);
    if (fetched && (line.isOut || ends)) await leave();
  }

  function standing(fetched, ends) {
    if (line.isOut) return words.signedOut;
    if (ends) return words.over;
    if (!fetched) return removed ? words.removed : words.unready;
    return fill(line.isDown ? words.offline : words.online, { guests: guests.length, ago: ago(fetched) });
  }

  function say(text, waiting, isDown) {
    const box = part("line");
    const said = waiting ? `${text} · ${fill(words.waiting, { count: waiting })}` : text;
    if (box.textContent !== said) box.textContent = said;
    box.classList.toggle("off", isDown || waiting > 0);
    box.hidden = false;
  }

  async function close(id) {
    await store.keep({ seen: [...((await store.fact("seen")) ?? []), id] });
    line.talk();
  }

  // --- keeping and leaving ------------------------------------------------------------------------------------

  const isOver = () => !config.keeps || (config.ends !== null && config.ends < line.now());

  async function leave() {
    await store.forget();
    await caches.delete(NAME);
    const worker = await navigator.serviceWorker.getRegistration(config.page);
    await worker?.unregister();
    guests = [];
  }

  async function keepPage() {
    if (!config.keeps || !navigator.onLine) return;
    await navigator.serviceWorker.register(config.worker);
    const drawnWith = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/-/static/"));
    const reader = [config.library, new URL("qr-scanner-worker.min.js", new URL(config.library, location)).pathname];
    const kept = await caches.open(NAME);
    const page = await fetch(config.page, { credentials: "same-origin", redirect: "manual" });
    if (page.ok) await kept.put(config.page, page);
    await Promise.all([...new Set([...drawnWith, ...reader])].map((name) => kept.add(name).catch(() => {})));
    root.dataset.kept = "";
  }

  // --- hands --------------------------------------------------------------------------------------------------

  let work = Promise.resolve();
  const run = (task) => { work = work.then(task).catch((error) => { console.warn(error); }); };

  addEventListener("pointerdown", () => { sound ??= new AudioContext(); }, { once: true });
  part("answer").addEventListener("click", (event) => { if (!event.target.closest("button")) part("answer").hidden = true; });
  form.addEventListener("scanned", (event) => { event.preventDefault(); const { text } = event.detail; run(() => scanned(text)); });
  form.addEventListener("submit", (event) => { event.preventDefault(); const text = field.value.trim(); if (text) run(() => scanned(text)); });
  field.addEventListener("input", () => { list(called(field.value).slice(0, SHOWN)); });
  part("name").addEventListener("submit", (event) => {
    event.preventDefault();
    door = event.target.elements.door.value.trim().slice(0, 40) || config.door;
    store.keep({ door });
    event.submitter?.blur();
  });
  part("all").addEventListener("click", (event) => { if (!line.isDown) return; event.preventDefault(); list(guests); part("names").scrollIntoView({ block: "start" }); });
  part("walk-in").addEventListener("click", (event) => { event.preventDefault(); part("walk").hidden = false; part("walk").querySelector("input").focus(); });
  part("walk").querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, phone, email } = Object.fromEntries(new FormData(event.target));
    if (!seen(name)) { event.target.elements.name.focus(); return; }
    run(() => walkIn({ name: seen(name), phone: seen(phone), email: seen(email) }));
    event.target.reset();
    part("walk").hidden = true;
  });
  part("forget").addEventListener("click", () => run(async () => {
    const waiting = (await store.queue()).length;
    if (waiting) { say(fill(words.removeFirst, { count: waiting }), 0, true); return; }
    line.stop();
    removed = true;
    await leave();
    await refresh();
  }));

  return async () => {
    door = (await store.fact("door")) ?? door;
    part("name").elements.door.value = door;
    store.onChange(() => refresh());
    await refresh();
    await line.begin();
    await refresh();
    if (!line.isOut && !isOver()) await keepPage();
  };
}

function sayInsecure() {
  const box = part("line");
  box.textContent = words.insecure;
  box.hidden = false;
}

if (isSecureContext && navigator.serviceWorker && crypto.subtle && navigator.locks) openStore(NAME).then((store) => openDoor(store)());
else sayInsecure();
