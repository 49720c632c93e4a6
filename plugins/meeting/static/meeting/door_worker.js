// Keeps the door of one meeting open without a line: the page and what it is drawn with. It answers for nothing else. When the
// house sends whoever asks to the sign-in page, or says that they may not stand here any more, what this phone keeps of the guests
// goes; scans that wait to be sent stay.
const meeting = new URL(self.registration.scope).pathname.split("/").at(-3);
const NAME = `hutong-door-${meeting}`;
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data === "signed out") event.waitUntil(forget().finally(() => event.ports[0]?.postMessage("done")));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/-/static/")) event.respondWith(piece(request));
});

async function page(request) {
  const kept = await keptPage();
  if (kept && !navigator.onLine) return kept;
  try {
    const answer = await (kept ? Promise.race([fetch(request), tooLong()]) : fetch(request));
    if (answer.type === "opaqueredirect" || [403, 404].includes(answer.status)) await forget();
    return answer.status >= 500 && kept ? kept : answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function piece(request) {
  const kept = await caches.match(request, { cacheName: NAME }); // opening it would make it anew
  return kept ?? fetch(request);
}

async function keptPage() {
  return (await caches.has(NAME)) ? (await caches.open(NAME)).match(new URL(self.registration.scope).pathname) : undefined;
}

function tooLong() {
  return new Promise((_, reject) => { setTimeout(() => reject(new Error("too long")), PATIENCE); });
}

async function forget() {
  await caches.delete(NAME);
  const [known] = (await indexedDB.databases()).filter((one) => one.name === NAME);
  if (!known) return;
  const told = (request) => new Promise((good, bad) => { request.onsuccess = () => good(request.result); request.onerror = bad; });
  const db = await told(indexedDB.open(NAME));
  const stores = db.transaction(["guests", "meta"], "readwrite");
  await Promise.all([told(stores.objectStore("guests").clear()), told(stores.objectStore("meta").clear())]);
  db.close();
}
