// A letter may be spoken: record, stop, listen, take out. The recording goes into the same file input as photos.
// Where the browser cannot record, or the address is not secure, there is no button.
import { add } from "./files.js";

const TYPES = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function arm(box) {
  const field = box.closest("[data-files]");
  const type = TYPES.find(([name]) => MediaRecorder.isTypeSupported(name));
  if (!field.classList.contains("live") || !type) return;
  const [record, stop] = [box.querySelector("[data-record]"), box.querySelector("[data-stop]")];
  const [line, time] = [box.querySelector("[data-line]"), box.querySelector("[data-time]")];
  const longest = Number(box.dataset.longest);
  let count = 0;
  const { form } = field;
  let sending = null;
  let end = null; // ends the recording that runs

  function turn(running) {
    record.hidden = running;
    stop.hidden = line.hidden = !running;
    (running ? stop : record).focus();
  }

  async function begin() {
    record.disabled = true;
    box.querySelector("[data-said]").textContent = "";
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      box.querySelector("[data-said]").textContent = box.dataset.refused;
      return;
    } finally {
      record.disabled = false;
    }
    const recorder = new MediaRecorder(stream, { mimeType: type[0], audioBitsPerSecond: 48000 });
    const pieces = [];
    const began = performance.now();
    const passed = () => Math.min((performance.now() - began) / 1000, longest);
    end = () => { if (recorder.state !== "inactive") recorder.stop(); };
    const tick = setInterval(() => {
      time.textContent = `${clock(passed())} / ${clock(longest)}`;
      if (passed() >= longest) end();
    }, 200);
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    recorder.addEventListener("stop", () => {
      const lasted = passed();
      clearInterval(tick);
      end = null;
      stream.getTracks().forEach((track) => track.stop());
      turn(false);
      count += 1;
      const file = new File(pieces, `voice-${count}.${type[1]}`, { type: type[0].split(";")[0], lastModified: 0 });
      file.label = `${box.dataset.name} ${clock(lasted)}`;
      file.url = URL.createObjectURL(file);
      if (file.size) add(field, [file]);
      if (sending) form.requestSubmit(sending.submitter);
      sending = null;
    });
    stop.onclick = end;
    time.textContent = `0:00 / ${clock(longest)}`;
    recorder.start(1000);
    turn(true);
  }

  // Sent while it runs: the recording is finished and goes with the letter.
  form.addEventListener("submit", (event) => {
    if (!end) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sending = { submitter: event.submitter };
    end();
  }, { capture: true });
  record.addEventListener("click", begin);
  box.hidden = false;
}

if (window.isSecureContext && window.MediaRecorder && navigator.mediaDevices?.getUserMedia) {
  document.querySelectorAll("[data-voice]").forEach(arm);
}
