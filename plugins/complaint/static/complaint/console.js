// What is pleasant with script and works without: take over a drawn password, print, go on with a long job,
// and tell the box that a letter was read.
for (const button of document.querySelectorAll("[data-take]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.into);
    field.value = button.dataset.take;
    field.focus();
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const form of document.querySelectorAll("[data-go]")) form.requestSubmit();
for (const form of document.querySelectorAll("[data-seen]")) {
  fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => {});
}
