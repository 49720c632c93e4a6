// A respondent's form made pleasant: live conditions, characters left, a memory until the answers are accepted,
// and a proof of work where the browser can. Everything works without it. (busy.js keeps a form from being sent twice.)
import { settle } from "./conditions.js";

const MEMORY = "hutong.form.";
const FORGET_AFTER = 30 * 60 * 1000; // a shop's tablet: the next customer must not find the last one's words

const remember = {
  load(key) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(MEMORY + key) || "null");
      return kept && Date.now() - kept.at < FORGET_AFTER ? kept.fields : null;
    } catch { return null; }
  },
  save(key, fields) {
    try { sessionStorage.setItem(MEMORY + key, JSON.stringify({ at: Date.now(), fields })); } catch { /* full or forbidden */ }
  },
  forget(prefix) {
    try {
      Object.keys(sessionStorage).filter((key) => key.startsWith(`${MEMORY}${prefix}:`)).forEach((key) => sessionStorage.removeItem(key));
    } catch { /* forbidden */ }
  },
};

const typed = (form) => [...form.elements].filter((input) => /^(q|other)_/.test(input.name));

function fieldsOf(form) {
  return typed(form).filter((input) => (/radio|checkbox/.test(input.type) ? input.checked : input.value))
    .map((input) => [input.name, input.value]);
}

function restore(form, fields) {
  for (const input of typed(form)) {
    const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
    else if (values.length) [input.value] = values;
  }
}

// Words of one's own and their option belong together; an option that goes alone unticks the others.
function minded(form, input) {
  const group = (name) => [...form.elements].filter((other) => other.name === name);
  if (input.dataset.other) {
    const own = group(input.dataset.other).find((option) => option.value === "_other");
    if (own && !own.checked && input.value.trim()) { own.checked = true; minded(form, own); }
  }
  if (input.type !== "checkbox") return;
  if (input.value === "_other" && !input.checked) form.querySelector(`[data-other="${input.name}"]`).value = "";
  if (!input.checked) return;
  group(input.name).forEach((other) => {
    if (other !== input && ("alone" in input.dataset || "alone" in other.dataset)) other.checked = false;
  });
}

function countCharacters(form, input) {
  const limit = Number(input.dataset.max);
  const used = [...input.value.replaceAll("\r\n", "\n")].length;
  let line = document.getElementById(`left_${input.name}`);
  if (used <= limit * 0.8) { line?.remove(); return; }
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: `left_${input.name}`, className: "left" });
    line.setAttribute("role", "status");
    input.after(line);
  }
  line.textContent = (used > limit ? form.dataset.over : form.dataset.left).replace("{n}", Math.abs(limit - used));
}

// About a second of computing beside the typing. Without a secure context, workers or the network: nothing happens.
async function prove(form) {
  const { challengeUrl, workerUrl } = form.dataset;
  if (!challengeUrl || !workerUrl || !window.isSecureContext || !window.Worker || !crypto.subtle) return;
  try {
    const answer = await fetch(`${challengeUrl}?for=${encodeURIComponent(form.elements.form_token.value.slice(-20))}`, { credentials: "omit" });
    if (!answer.ok) return;
    const challenge = await answer.json();
    const worker = new Worker(workerUrl);
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data && !data.error) form.elements.altcha.value = btoa(JSON.stringify({ challenge, solution: data }));
    };
    worker.onerror = () => worker.terminate();
    worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, counterMode: "uint32", timeout: 60000 });
  } catch { /* absent: nobody is treated worse */ }
}

function started(form) {
  prove(form);
  if (!form.dataset.startUrl) return;
  const body = new FormData();
  body.append("form_token", form.elements.form_token.value);
  navigator.sendBeacon?.(form.dataset.startUrl, body);
}

document.querySelectorAll("[data-accepted]").forEach((page) => remember.forget(page.dataset.accepted));

document.querySelectorAll("form[data-answers]").forEach((form) => {
  const { memory } = form.dataset;
  const kept = memory && !("shown" in form.dataset) ? remember.load(memory) : null;
  if (kept) restore(form, kept);
  form.querySelectorAll("[data-only-if]").forEach((line) => { line.hidden = true; });
  form.querySelectorAll("[data-max]").forEach((input) => countCharacters(form, input));
  settle(form);

  let begun = false;
  form.addEventListener("input", ({ target }) => {
    if (!/^(q|other)_/.test(target.name)) return;
    if (!begun) { begun = true; started(form); }
    minded(form, target);
    if (target.dataset.max) countCharacters(form, target);
    settle(form);
    if (memory) remember.save(memory, fieldsOf(form));
  });
  addEventListener("pageshow", () => settle(form)); // the browser may have put values back
});
