// A form is sent once: the pressed button turns, a second tap does nothing, and coming back (bfcache) frees it again.
// Only <form class="once"> and forms with a [data-busy] button: others, such as searches, may be sent as often as one likes.
const sent = new Set();

function free(form) {
  sent.delete(form);
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

function arm(root) {
  root.querySelectorAll("form").forEach((form) => {
    if (!form.matches(".once") && !form.querySelector("[data-busy]")) return;
    form.addEventListener("submit", (event) => {
      if (sent.has(form)) { event.preventDefault(); return; }
      sent.add(form);
      // after the submission has been built, so that the button's own name and value are sent
      setTimeout(() => { if (!event.defaultPrevented) event.submitter?.setAttribute("aria-busy", "true"); else free(form); });
      setTimeout(() => free(form), 15000);
    });
  });
}

addEventListener("pageshow", (event) => { if (event.persisted) sent.forEach(free); });

arm(document);
document.addEventListener("added", (event) => arm(event.target));
