// "Tell this browser": shown only where a service worker, a push service and a permission can be had.
const place = document.querySelector("[data-push]");
const isWeChat = /MicroMessenger/.test(navigator.userAgent);
if (isWeChat) document.querySelectorAll("[data-push-wechat]").forEach((line) => { line.hidden = false; });

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

async function tell() {
  const { key, url, worker, done } = place.dataset;
  if (await Notification.requestPermission() !== "granted") throw new Error("not permitted");
  await navigator.serviceWorker.register(worker);
  const ready = await navigator.serviceWorker.ready;
  const old = await ready.pushManager.getSubscription();
  if (old) await old.unsubscribe(); // one letter must not be told from another by its address
  const subscription = await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const body = new URLSearchParams({ talk: document.querySelector("input[name=talk]").value, endpoint: subscription.endpoint });
  const answer = await fetch(url, { method: "POST", body, credentials: "omit" });
  if (!answer.ok) throw new Error("not taken");
  return done;
}

if (place && !isWeChat && window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  place.hidden = false;
  const button = place.querySelector("button");
  const said = place.querySelector("[data-push-said]");
  button.addEventListener("click", async () => {
    button.disabled = true;
    try { said.textContent = await tell(); button.hidden = true; } catch { said.textContent = place.dataset.failed; button.disabled = false; }
  });
}
