// The line to the house: sends what waits and fetches what other doors did. Only one tab sends at a time; what fails is tried
// again, later and later, and at once when the phone is back online.
const AT_MOST = 500; // scans in one message
const LONGEST = 1_000_000; // characters of one message on its way; one scan is far from it
const ROUND = 3000; // milliseconds between two looks at other doors
const WHOLE = 60_000; // how old the list may be
const LATEST = 60_000; // longest pause after failures
const PATIENCE = 15_000;

class SignedOut extends Error {}

export function openLine(store, config, onChange) {
  const line = { isDown: false, isOut: false };
  let [failures, next, offset, isStopped] = [0, 0, 0, false];

  const wire = ({ id, guest, text, walkIn, door, at, letIn, undone }, asks) => ({ id, guest, text, walkIn, door, at, letIn, undone, asks });

  // As many as one message holds, the first of them always.
  function asMany(scans) {
    let size = 0;
    const isOver = (one, place) => (size += encodeURIComponent(JSON.stringify(one)).length) > LONGEST && place > 0;
    const over = scans.slice(0, AT_MOST).findIndex(isOver);
    return scans.slice(0, over < 0 ? AT_MOST : over);
  }

  async function ask(address, options) {
    const begun = Date.now();
    const answer = await fetch(address, { ...options, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) throw new SignedOut();
    if (!answer.ok) throw Object.assign(new Error("refused"), { status: answer.status });
    const data = await answer.json();
    const { now } = data.state ?? data;
    offset = now - (begun + Date.now()) / 2;
    await store.keep({ offset });
    return data;
  }

  const fetchWhole = async () => {
    const state = await ask(config.state, {});
    await store.settle({ state });
    return state;
  };

  async function sendQueue(asks) {
    const sent = asMany((await store.queue()).map((one) => wire(one, one.id === asks && !one.shown)));
    const seen = (await store.fact("seen")) ?? [];
    const body = new URLSearchParams({
      csrf_token: (await store.fact("csrf")) ?? config.csrf, scans: JSON.stringify(sent),
      since: (await store.fact("cursor")) ?? "", seen: seen.join(","),
    });
    const data = await ask(config.sync, { method: "POST", body });
    await store.settle({ ...data, sent });
    if (seen.length) await store.keep({ seen: ((await store.fact("seen")) ?? []).filter((id) => !seen.includes(id)) });
    return data.heard;
  }

  async function exchange(asks) {
    const waits = (await store.queue()).length || ((await store.fact("seen")) ?? []).length;
    if (waits) {
      const heard = await sendQueue(asks).catch(async (error) => {
        if (error.status !== 400) throw error;
        await fetchWhole(); // the page was kept for so long that its token is another session's
        return sendQueue(asks);
      });
      if ((await store.queue()).length && asks === undefined) next = 0;
      return heard;
    }
    if (Date.now() - ((await store.fact("fetched")) ?? 0) > WHOLE) await fetchWhole();
    else await store.settle({ state: await ask(`${config.state}?since=${(await store.fact("cursor")) ?? ""}`, {}) });
    return {};
  }

  // Exchange once; gives what was heard, or null where there is no line.
  line.talk = async (asks) => {
    isStopped = false;
    if (!navigator.onLine) { line.isDown = true; onChange(); return null; }
    try {
      next = Date.now() + ROUND;
      const heard = await navigator.locks.request(config.lock, () => exchange(asks));
      [failures, line.isDown, line.isOut] = [0, false, false];
      return heard;
    } catch (error) {
      failures += 1;
      line.isDown = true;
      line.isOut = error instanceof SignedOut;
      next = Date.now() + Math.min(LATEST, 2 ** failures * 1000);
      return null;
    } finally {
      onChange();
    }
  };
  line.now = () => Math.round(Date.now() + offset);
  // Ask for nothing any more, until somebody scans.
  line.stop = () => { isStopped = true; };
  line.begin = async () => {
    offset = (await store.fact("offset")) ?? 0;
    addEventListener("online", () => { if (!isStopped) line.talk(); });
    addEventListener("offline", () => { line.isDown = true; onChange(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && !isStopped) line.talk(); });
    setInterval(() => { if (!document.hidden && !isStopped && Date.now() >= next && navigator.onLine) line.talk(); }, 500);
    await line.talk();
  };
  return line;
}
