// The reader's own clock: the browser's zone is asked for once, and another one is shown as soon as it is chosen.
const clock = document.querySelector("#zone");
if (clock) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ("guess" in clock.dataset && own && own !== clock.value) {
    const here = new URL(location.href);
    here.searchParams.set("zone", own);
    location.replace(here);
  }
  const show = document.querySelector("[data-show]");
  show.hidden = true;
  clock.addEventListener("change", () => clock.form.requestSubmit(show));
}
