// The calculator of the rules works while one types: the server is asked and its answer put in place. Without script
// there is a button instead.
const PAUSE = 250;

document.querySelectorAll("form[data-try]").forEach((form) => {
  const place = form.querySelector("[data-tried]");
  form.querySelector("[data-plain]").hidden = true;
  let timer;
  let asked = 0;

  async function ask() {
    const number = ++asked;
    const data = new FormData(form);
    data.set("try", "1");
    const isPost = form.method === "post";
    const address = isPost ? location.href : `${location.pathname}?${new URLSearchParams(data)}`;
    try {
      const answer = await fetch(address, {
        method: isPost ? "POST" : "GET",
        body: isPost ? data : undefined,
        credentials: "same-origin",
        headers: { "X-Requested-With": "try" },
      });
      if (!answer.ok || answer.redirected || number !== asked) return;
      const html = await answer.text();
      place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    } catch { /* the network is away; the next key asks again */ }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
});
