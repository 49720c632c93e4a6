// The flyer is shown while one types, and a photo is sent while the form is still open. All works without.
const form = document.querySelector("#flyer");
const frame = document.querySelector("iframe[data-live]");
const button = document.querySelector("[data-show]");
let waiting = 0;
let turn = 0;

async function show() {
  const mine = ++turn;
  const body = new FormData(form);
  body.delete("upload"); // is sent once, not with each letter
  const language = document.activeElement?.getAttribute("lang");
  if (language) body.set("words", language);
  const answer = await fetch(button.formAction, { method: "POST", body, credentials: "same-origin" });
  const page = await answer.text();
  if (!answer.ok || mine !== turn) return;
  const top = frame.contentWindow?.scrollY ?? 0;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.srcdoc = page;
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => show().catch(() => {}), 400);
}

form.addEventListener("input", soon);
button.hidden = true;

const upload = form.querySelector("[data-upload]");

function complain(words) {
  upload.parentElement.querySelector(".why")?.remove();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "why";
  line.setAttribute("role", "alert");
  line.textContent = words;
  upload.parentElement.append(line);
}

function choose(photo) {
  const label = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "cover", value: `photo:${photo.code}`, checked: true });
  const image = Object.assign(document.createElement("img"), { src: photo.url, alt: photo.name || "" });
  label.append(radio, image);
  form.querySelector(".flyer-shots").prepend(label);
  radio.focus();
  soon();
}

upload.addEventListener("change", async () => {
  if (!upload.files.length) return;
  complain("");
  const body = new FormData();
  body.set("photo", upload.files[0]);
  body.set("csrf_token", form.elements.csrf_token.value);
  try {
    const answer = await fetch(upload.dataset.upload, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "upload" } });
    const photo = await answer.json();
    if (photo.error) complain(photo.error);
    else choose(photo);
  } catch {
    complain(upload.dataset.lost);
  }
  upload.value = "";
});
