// The moderator's page: what a button does is sent without leaving the page, then it is asked what has changed.
const desk = document.querySelector("form[data-desk]");
const page = document.querySelector("[data-stream]");

async function send(event) {
  const { submitter } = event;
  if (!submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (submitter.getAttribute("aria-busy")) return;
  submitter.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(submitter.formAction, {
      method: "POST", body: new FormData(desk, submitter), credentials: "same-origin", headers: { "X-Requested-With": "live" },
    });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    page.dispatchEvent(new Event("look"));
  } catch {
    submitter.removeAttribute("aria-busy");
    page.querySelector("[data-lost]").textContent = page.querySelector("[data-lost]").dataset.lost;
  }
}

desk?.addEventListener("submit", send);
