// Says while it is typed whether an address can be taken. Without script the answer comes with the form.
document.querySelectorAll("[data-slug-url]").forEach((input) => {
  const line = document.getElementById(`${input.id}-why`);
  const first = input.value;
  let timer = 0;
  const ask = async () => {
    const slug = input.value.trim().toLowerCase();
    if (!slug || slug === first) { line.textContent = ""; line.classList.remove("good"); return; }
    try {
      const url = new URL(input.dataset.slugUrl, location.href);
      url.searchParams.set("slug", slug);
      const answer = await (await fetch(url)).json();
      if (slug !== input.value.trim().toLowerCase()) return;
      line.textContent = answer.message;
      line.classList.toggle("good", answer.free);
      input.closest(".field").classList.toggle("bad", !answer.free);
    } catch { line.textContent = ""; }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 350); });
});
