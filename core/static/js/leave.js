// Signing out ends what this phone keeps of consoles: their workers are told, forget what they keep, and end. A worker says when it
// is done; whoever leaves waits a second for that at most.
const PATIENCE = 1000;

function told(worker) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    worker.postMessage("signed out", [channel.port2]);
  });
}

async function forget() {
  const registrations = (await navigator.serviceWorker.getRegistrations()).filter((one) => new URL(one.scope).pathname.startsWith("/console/"));
  await Promise.all(registrations.map(async (one) => { if (one.active) await told(one.active); await one.unregister(); }));
}

for (const form of navigator.serviceWorker ? document.forms : []) {
  if (new URL(form.action).pathname !== "/-/sign-out") continue;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([forget(), new Promise((resolve) => { setTimeout(resolve, PATIENCE); })]).catch(() => {});
    form.submit();
  });
}
