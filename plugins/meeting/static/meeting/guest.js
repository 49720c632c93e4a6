// Whose clock the guest lives by goes with their answer, so that mails and this page tell times by it.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (here) document.querySelectorAll("[data-zone-here]").forEach((field) => { field.value = here; });
