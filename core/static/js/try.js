// "Use this": the proof of work begins at the first touch of the page, so that it is there when the button is pressed.
// Without script, workers or a secure context the form goes as it is and the server asks for a short wait instead.
const PATIENCE = 8000;
let proof = null;

function able() {
  return window.isSecureContext && window.Worker && window.crypto?.subtle;
}

async function prove({ challengeUrl, workerUrl }) {
  const challenge = await (await fetch(challengeUrl)).json();
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl);
    const end = (settle, value) => { worker.terminate(); settle(value); };
    worker.onmessage = ({ data }) => (data && !data.error
      ? end(resolve, btoa(JSON.stringify({ challenge, solution: data }))) : end(reject, data?.error));
    worker.onerror = (error) => end(reject, error);
    setTimeout(() => end(reject, "too slow"), PATIENCE);
    worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, counterMode: "uint32", timeout: PATIENCE });
  });
}

function begin(form) {
  proof ??= able() ? prove(form.dataset).catch(() => "") : Promise.resolve("");
  return proof;
}

const forms = document.querySelectorAll("form[data-challenge-url]");
forms.forEach((form) => {
  form.addEventListener("submit", (event) => {
    if ("sent" in form.dataset) return;
    event.preventDefault();
    event.submitter?.setAttribute("aria-busy", "true");
    begin(form).then((found) => {
      form.elements.altcha.value = found;
      form.dataset.sent = "";
      form.submit();
    });
  });
});
if (forms.length) {
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => begin(forms[0]), { once: true, passive: true });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// The waiting page goes on by itself.
const waiting = document.querySelector("form[data-wait]");
if (waiting) setTimeout(() => waiting.submit(), Number(waiting.dataset.wait) * 1000 + 300);
