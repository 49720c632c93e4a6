// 复制 → 已复制 for two seconds. Buttons come hidden and show only where copying can work.
async function put(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea"); // plain http in a local network has no clipboard API
  box.value = text;
  box.readOnly = true;
  box.className = "away";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (!done) throw new Error("copy refused");
}

function select(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function arm(root) {
  root.querySelectorAll("[data-copy]").forEach((button) => {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await put(button.dataset.copy);
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = label; }, 2000);
      } catch {
        const from = button.parentElement.querySelector("[data-copy-from]");
        if (from) select(from);
      }
    });
  });
}

arm(document);
document.addEventListener("added", (event) => arm(event.target)); // a sheet that was opened in place
