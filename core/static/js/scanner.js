// Reads a QR code with the phone's camera (components/scanner.html). What it reads goes into the form's field, and the form is
// sent; a page that wants to do otherwise prevents the event "scanned" (detail.text) of the form. The browser's own reader is used
// where there is one, else a library that is fetched when the camera opens. Camera and reader stop when the page is left or hidden.
const PAUSE = 120; // milliseconds between two looks
const SAME = 2500; // for how long after it was last seen a code that stays in the picture is not news

async function nativeReader() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats();
  if (!formats?.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue || "";
}

async function libraryReader(address) {
  const { default: QrScanner } = await import(address);
  const qrEngine = await QrScanner.createQrEngine();
  const canvas = document.createElement("canvas");
  const options = { qrEngine, canvas, returnDetailedScanResult: true };
  return (video) => QrScanner.scanImage(video, options).then((found) => found.data, () => "");
}

function arm(box) {
  const form = box.closest("form");
  const [video, status] = [box.querySelector("video"), box.querySelector("[role=status]")];
  const [open, shut] = [box.querySelector("[data-open]"), box.querySelector("[data-shut-camera]")];
  const keeps = "keeps" in box.dataset;
  let stream = null;
  let read = null;

  const say = (words) => { status.textContent = words; };
  const isOpen = (yes) => { open.hidden = yes; shut.hidden = !yes; video.parentElement.hidden = !yes; };

  function close() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    isOpen(false);
  }

  function found(text) {
    if (!keeps) close();
    navigator.vibrate?.(60);
    if (!form.dispatchEvent(new CustomEvent("scanned", { bubbles: true, cancelable: true, detail: { text } }))) return;
    close();
    say(box.dataset.found);
    form.elements[box.dataset.into].value = text;
    form.requestSubmit();
  }

  async function look(mine) {
    let [last, seenAt] = ["", 0];
    while (stream === mine) {
      const text = video.readyState >= 2 ? await read(video).catch(() => "") : "";
      const isNews = text && (text !== last || Date.now() - seenAt > SAME);
      if (text) [last, seenAt] = [text, Date.now()];
      if (isNews && stream === mine) found(text);
      await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    }
  }

  async function start() {
    say(box.dataset.asking);
    try {
      const mine = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
      stream = mine;
      isOpen(true);
      video.srcObject = mine;
      await video.play();
      read ??= (await nativeReader()) || (await libraryReader(box.dataset.library));
      say(box.dataset.looking);
      await look(mine);
    } catch (error) {
      close();
      say(error.name === "NotAllowedError" ? box.dataset.refused : box.dataset.missing);
    }
  }

  open.addEventListener("click", start);
  shut.addEventListener("click", () => { close(); say(""); });
  addEventListener("pagehide", close);
  document.addEventListener("visibilitychange", () => { if (document.hidden && stream) { close(); say(""); } });
  box.hidden = false;
}

// A camera needs a secure context: without one the field is all there is, and nobody is told of what they cannot have.
if (navigator.mediaDevices?.getUserMedia) document.querySelectorAll("[data-scanner]").forEach(arm);
