// Whoever does not want to wait taps, or presses a key, and the wheel stands still. Without script it turns to its end.
const stage = document.querySelector("[data-just-drawn]");
const stop = () => stage.classList.remove("just-drawn");
if (stage) {
  stage.addEventListener("pointerdown", stop, { once: true });
  addEventListener("keydown", stop, { once: true });
}
