// The site's editor: the live view follows each move, a photo is sent while the form is still open. All works without.
const live = document.querySelector("iframe[data-live]");

// A move changes what the bars say: "not published yet", undo, publish.
async function renewBars() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const bar of [".head", ".dock"]) {
    const [old, renewed] = [document.querySelector(bar), page.querySelector(bar)];
    if (old && renewed) old.replaceWith(document.importNode(renewed, true));
  }
}

document.addEventListener("reordered", () => {
  if (!live) return;
  live.src = live.getAttribute("src");
  renewBars();
});

function send(input, bar) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.set("photo", input.files[0]);
    body.set("csrf_token", input.form.elements.csrf_token.value);
    const request = new XMLHttpRequest();
    request.open("POST", input.dataset.upload);
    request.setRequestHeader("X-Requested-With", "upload");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => (request.response ? resolve(request.response) : reject(new Error())));
    request.addEventListener("error", reject);
    request.send(body);
  });
}

function addChoice(input, photo) {
  const label = document.createElement("label");
  const radio = document.createElement("input");
  const image = document.createElement("img");
  Object.assign(radio, { type: "radio", name: input.dataset.into, value: `photo:${photo.code}`, checked: true });
  Object.assign(image, { src: photo.url, alt: photo.name || "" });
  label.append(radio, image);
  input.closest(".pictures").querySelector(".shots > label").after(label);
  radio.focus();
}

function complain(input, words) {
  const field = input.closest(".fresh");
  field.querySelector(".why")?.remove();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "why";
  line.setAttribute("role", "alert");
  line.textContent = words;
  field.append(line);
}

document.querySelectorAll("input[data-upload]").forEach((input) => {
  const bar = input.parentElement.querySelector("progress");
  input.addEventListener("change", async () => {
    if (!input.files.length) return;
    bar.hidden = false;
    bar.value = 0;
    complain(input, "");
    try {
      const answer = await send(input, bar);
      if (answer.error) complain(input, answer.error);
      else addChoice(input, answer);
    } catch {
      complain(input, input.dataset.lost);
    }
    input.value = "";
    bar.hidden = true;
  });
});
