// The live room on a phone: sends without leaving the page, and marks what this phone has voted for in parts that are drawn
// for everybody. Without it every button loads the page again.
const room = document.querySelector(".live");
const voted = new Set((room?.dataset.voted || "").split(" ").filter(Boolean));

function mark() {
  room.querySelectorAll("button.up").forEach((button) => {
    const mine = voted.has(button.value);
    button.name = mine ? "back" : "vote";
    button.setAttribute("aria-pressed", mine);
  });
}

function tell(about, why, said = "") {
  room.querySelectorAll("[data-why]").forEach((line) => { line.textContent = line.dataset.why === about ? why : ""; });
  if (said) room.querySelector("[data-said]").textContent = said;
}

function took(form, about, answer, button) {
  const { voted: now, said, token } = answer;
  room.querySelectorAll("[name=form_token]").forEach((input) => { input.value = token; });
  if (about === "vote") {
    const before = new Set(voted);
    voted.clear();
    now.forEach((id) => voted.add(id));
    const count = button.querySelector("b");
    count.textContent = Number(count.textContent) + voted.has(button.value) - before.has(button.value);
  }
  if (about === "ask") form.elements.text.value = "";
  tell("", "", said);
  mark();
}

// The forms come and go with the room; what somebody is typing stays.
const stateOf = (part) => part.querySelector("[data-room]")?.dataset.room || "open";
const reload = () => { if (!room.querySelector("#text")?.value) location.reload(); };

async function send(event) {
  const form = event.target;
  const { submitter } = event;
  const about = form.dataset.live;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  submitter?.setAttribute("aria-busy", "true");
  const body = new FormData(form, submitter);
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "live" } });
    const told = await answer.json();
    if (answer.ok) took(form, about, told, submitter);
    else tell(about, told.why);
  } catch {
    tell(about, room.querySelector("[data-lost]").dataset.lost);
  }
  delete form.dataset.busy;
  submitter?.removeAttribute("aria-busy");
}

if (room) {
  room.querySelectorAll("form[data-live]").forEach((form) => form.addEventListener("submit", send));
  room.addEventListener("parted", (event) => {
    mark();
    if (event.target.dataset.part === "state" && room.dataset.room !== stateOf(event.target)) reload();
  });
  room.addEventListener("ended", reload);
}
