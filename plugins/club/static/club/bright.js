// While the card is held to the counter, the phone does not go dark. Where the browser cannot (or may not), nothing happens.
async function stayAwake() {
  try { await navigator.wakeLock?.request("screen"); } catch { /* low battery: the phone decides */ }
}

if (document.querySelector("[data-awake]")) {
  stayAwake();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) stayAwake(); });
}
