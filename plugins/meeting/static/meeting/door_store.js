// What a door keeps in the phone: the guests (a name, how to find it, a mark instead of the ticket, where they stand), the scans
// that wait to be sent, and a few facts. Each change is one transaction, so that two tabs never let in one ticket twice.
const STORES = ["guests", "queue", "meta"];

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onerror = transaction.onabort = () => reject(transaction.error);
});

export async function openStore(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("guests", { keyPath: "id" }).createIndex("mark", "mark");
    opening.result.createObjectStore("queue", { keyPath: "id" });
    opening.result.createObjectStore("meta");
  };
  const db = await done(opening);
  const told = new BroadcastChannel(name);
  const read = (store) => db.transaction(store).objectStore(store);

  async function change(work) {
    const transaction = db.transaction(STORES, "readwrite");
    const [guests, queue, meta] = STORES.map((store) => transaction.objectStore(store));
    const ended = finished(transaction);
    const result = await work({ guests, queue, meta });
    await ended;
    told.postMessage("changed");
    return result;
  }

  return {
    onChange: (heard) => told.addEventListener("message", heard),
    guests: () => done(read("guests").getAll()),
    guest: (id) => done(read("guests").get(id)),
    guestOfMark: (mark) => done(read("guests").index("mark").get(mark)),
    queue: async () => (await done(read("queue").getAll())).sort((one, other) => one.number - other.number),
    fact: (key) => done(read("meta").get(key)),
    keep: (facts) => change(async ({ meta }) => { for (const [key, value] of Object.entries(facts)) meta.put(value, key); }),

    // Let a guest in, unless they are in already or not expected: then gives the guest as they are.
    claim: (scan, { anyway = false } = {}) => change(async ({ guests, queue }) => {
      const guest = await done(guests.get(scan.guest));
      const isIn = guest.at !== null;
      if (isIn || (guest.state !== "coming" && !anyway)) {
        if (isIn) queue.put({ ...scan, letIn: false, number: Date.now() });
        return { guest, isLetIn: false };
      }
      queue.put({ ...scan, letIn: true, number: Date.now() });
      guests.put({ ...guest, state: "coming", at: scan.at, door: scan.door, scan: scan.id });
      return { guest, isLetIn: true };
    }),
    add: (scan, guest = null) => change(async ({ guests, queue }) => {
      queue.put({ ...scan, number: Date.now() });
      if (guest) guests.put(guest);
    }),
    // The door showed that the guest is in, before the house had answered.
    shown: (scan) => change(async ({ queue }) => {
      const waiting = await done(queue.get(scan.id));
      queue.put({ ...scan, letIn: true, number: Date.now(), ...waiting, shown: true });
    }),
    undo: (guestId, at) => change(async ({ guests, queue }) => {
      const guest = await done(guests.get(guestId));
      if (!guest?.scan) return;
      const waiting = await done(queue.get(guest.scan));
      const again = { id: guest.scan, guest: guest.id, door: guest.door, at: guest.at, letIn: true, number: Date.now() };
      queue.put({ ...again, ...waiting, undone: at });
      if (guest.walkIn) guests.delete(guest.id);
      else guests.put({ ...guest, at: null, door: "", scan: null });
    }),

    // The house answered: what it heard waits no more, except where the door showed something else meanwhile.
    settle: ({ heard = {}, sent = [], state }) => change(async ({ guests, queue, meta }) => {
      for (const one of sent) {
        const [answer, waiting] = [heard[one.id], await done(queue.get(one.id))];
        const changed = waiting && (waiting.undone !== one.undone || (waiting.shown && one.asks));
        if (answer && !changed) queue.delete(one.id);
        if (answer && one.walkIn) guests.delete(`walk-in-${one.id}`);
        if (answer?.guest) guests.put(answer.guest);
      }
      const local = new Map((await done(queue.getAll())).filter((one) => one.guest).map((one) => [one.guest, one]));
      if (state.whole) {
        for (const guest of await done(guests.getAll())) if (!guest.walkIn && !local.has(guest.id)) guests.delete(guest.id);
      }
      for (const guest of state.guests) if (!local.has(guest.id)) guests.put(guest);
      for (const [key, value] of Object.entries({ cursor: state.cursor, counts: state.counts, conflicts: state.conflicts, csrf: state.csrf })) meta.put(value, key);
      if (state.whole) meta.put(Date.now(), "fetched");
    }),
    // Names and places go; what waits to be sent stays.
    forget: () => change(async ({ guests, meta }) => { guests.clear(); meta.clear(); }),
  };
}
