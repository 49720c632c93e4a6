// Files of a letter: choosing again adds, each can be taken out, and what is too much is told before it is sent.
// Works on <fieldset data-files>; without script the plain input does the same, once.

const fields = new WeakMap();
const TAKEN = /^$|^(audio|video)\/|^image\/(jpeg|png|webp|hei[cf])$|^application\/pdf$|^text\/plain$/; // the server looks into the file itself

const megabytes = (size) => (size < 1e6 ? `${Math.max(1, Math.round(size / 1000))} KB` : `${(size / 1e6).toFixed(1)} MB`);

function tell(field, words) {
  field.querySelector("[data-told]").textContent = words;
}

function row(field, file) {
  const line = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { className: "name", textContent: file.label || file.name });
  const size = Object.assign(document.createElement("span"), { className: "meta", textContent: megabytes(file.size) });
  const out = Object.assign(document.createElement("button"), { type: "button", className: "out", textContent: field.dataset.remove });
  out.setAttribute("aria-label", `${field.dataset.remove} ${file.label || file.name}`);
  out.addEventListener("click", () => {
    const { chosen } = fields.get(field);
    chosen.splice(chosen.indexOf(file), 1);
    if (file.url) URL.revokeObjectURL(file.url);
    show(field);
    (field.querySelector(".out") || field.querySelector("input[type=file]")).focus();
  });
  line.append(name, size, out);
  if (file.url) line.append(Object.assign(document.createElement("audio"), { controls: true, src: file.url }));
  return line;
}

function show(field) {
  const { chosen, input } = fields.get(field);
  const carried = new DataTransfer();
  chosen.forEach((file) => carried.items.add(file));
  input.files = carried.files;
  const list = field.querySelector("[data-list]");
  list.replaceChildren(...chosen.map((file) => row(field, file)));
  list.hidden = !chosen.length;
}

export function add(field, files) {
  const { chosen } = fields.get(field);
  tell(field, "");
  for (const file of files) {
    if (chosen.some((other) => other.name === file.name && other.size === file.size && other.lastModified === file.lastModified)) continue;
    const together = chosen.reduce((sum, other) => sum + other.size, file.size);
    if (!TAKEN.test(file.type)) tell(field, `${file.name}: ${field.dataset.sort}`);
    else if (!file.size) tell(field, `${file.name}: ${field.dataset.empty}`);
    else if (chosen.length >= Number(field.dataset.mostFiles)) tell(field, field.dataset.many);
    else if (file.size > Number(field.dataset.mostBytes)) tell(field, `${file.name}: ${field.dataset.large}`);
    else if (together > Number(field.dataset.mostTogether)) tell(field, `${file.name}: ${field.dataset.together}`);
    else chosen.push(file);
  }
  show(field);
}

document.querySelectorAll("[data-files]").forEach((field) => {
  const input = field.querySelector("input[type=file]");
  try { input.files = new DataTransfer().files; } catch { return; } // too old to put files into an input
  fields.set(field, { input, chosen: [] });
  field.classList.add("live");
  input.addEventListener("change", () => add(field, [...input.files]));
});
