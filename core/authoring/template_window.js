// The page reloads itself once a file of the template has changed.
(async () => {
  const known = document.currentScript.dataset.version;
  for (;;) {
    try {
      const answer = await fetch(`/-/template-preview/state?since=${known}`, { cache: "no-store" });
      if ((await answer.json()).version !== known) {
        location.reload();
        return;
      }
    } catch {
      await new Promise((wake) => setTimeout(wake, 1000)); // the preview was stopped, perhaps to be started again
    }
  }
})();
