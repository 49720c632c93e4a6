// Moving items of a list by touch, pointer and keyboard. Markup: <ul class="list" data-reorder="address" data-token="csrf"
// data-said="“{title}” is now number {place}" data-undo="Undo"> with components/courts.html item(key=…). The order is posted as
// `order` = keys joined by commas; the server answers 204 or a redirect. Without script each item keeps its up and down buttons.
const say = (text, undo) => document.dispatchEvent(new CustomEvent("say", { detail: { text, undo } }));

const EDGE = 80; // px from the screen's edge where a held item scrolls the page

class List {
  constructor(root) {
    this.root = root;
    this.before = null;
    root.querySelectorAll("[data-grip]").forEach((grip) => this.arm(grip));
    root.querySelectorAll("[data-steps]").forEach((steps) => { steps.hidden = true; });
  }

  get items() { return [...this.root.querySelectorAll(":scope > [data-key]")]; }
  get order() { return this.items.map((item) => item.dataset.key); }

  arm(grip) {
    const item = grip.closest("[data-key]");
    grip.hidden = false;
    grip.setAttribute("aria-pressed", "false");
    grip.addEventListener("pointerdown", (event) => this.hold(event, grip, item));
    grip.addEventListener("keydown", (event) => this.key(event, grip, item));
    grip.addEventListener("blur", () => this.drop(grip, item));
  }

  lift(grip, item) {
    this.before = this.order;
    item.classList.add("held");
    this.root.classList.add("moving");
    grip.setAttribute("aria-pressed", "true");
  }

  drop(grip, item) {
    if (!item.classList.contains("held")) return;
    item.classList.remove("held");
    item.style.removeProperty("translate");
    this.root.classList.remove("moving");
    grip.setAttribute("aria-pressed", "false");
    if (this.order.join() !== this.before.join()) this.save(item, this.before);
  }

  step(item, by) {
    const at = this.items.indexOf(item);
    const other = this.items[at + by];
    if (!other) return 0;
    const height = other.getBoundingClientRect().height;
    if (by < 0) item.after(other); else item.before(other); // the neighbour moves, so that the item keeps focus and capture
    return by * height;
  }

  key(event, grip, item) {
    const held = item.classList.contains("held");
    if (event.key === " " || event.key === "Enter") { event.preventDefault(); held ? this.drop(grip, item) : this.lift(grip, item); return; }
    if (event.key === "Escape" && held) { this.restore(this.before); this.drop(grip, item); grip.focus(); return; }
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const alone = !held;
    if (alone) this.lift(grip, item);
    this.step(item, by);
    item.scrollIntoView({ block: "nearest" });
    if (alone) this.drop(grip, item);
  }

  hold(event, grip, item) {
    if (event.button) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    this.lift(grip, item);
    let start = event.clientY;
    const move = (now) => {
      if (now.clientY < EDGE) scrollBy(0, -8); else if (now.clientY > innerHeight - EDGE) scrollBy(0, 8);
      const passed = (by) => {
        const box = this.items[this.items.indexOf(item) + by]?.getBoundingClientRect();
        return box && (now.clientY - (box.top + box.height / 2)) * by > 0;
      };
      while (passed(-1)) start += this.step(item, -1);
      while (passed(1)) start += this.step(item, 1);
      item.style.translate = `0 ${now.clientY - start}px`;
    };
    const end = () => {
      grip.removeEventListener("pointermove", move);
      this.drop(grip, item);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end, { once: true });
    grip.addEventListener("pointercancel", end, { once: true });
  }

  restore(order) {
    for (const key of order) this.root.append(this.root.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`));
  }

  async post() {
    const body = new FormData();
    body.set("order", this.order.join(","));
    body.set("csrf_token", this.root.dataset.token);
    const answer = await fetch(this.root.dataset.reorder, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "reorder" } });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  async save(item, before) {
    const place = this.items.indexOf(item) + 1;
    try {
      await this.post();
      const said = (this.root.dataset.said || "").replace("{title}", item.dataset.title).replace("{place}", place);
      say(said, { label: this.root.dataset.undo, run: async () => { this.restore(before); await this.post(); } });
      this.root.dispatchEvent(new CustomEvent("reordered", { bubbles: true }));
    } catch {
      this.restore(before);
      if (this.root.dataset.failed) say(this.root.dataset.failed);
    }
  }
}

const arm = (root) => root.querySelectorAll("[data-reorder]").forEach((list) => new List(list));

arm(document);
document.addEventListener("added", (event) => arm(event.target));
