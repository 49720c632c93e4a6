// The meeting's time by the reader's own clock, where it differs from the meeting's. Without script the meeting's zone is named in words.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const shown = { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

function differs(moment, zone) {
  const [theirs, mine] = [zone, here].map((timeZone) => new Intl.DateTimeFormat("en", { ...shown, timeZone }).format(moment));
  return theirs !== mine;
}

document.querySelectorAll("[data-starts][data-zone]").forEach((line) => {
  const [starts, ends] = [new Date(line.dataset.starts), new Date(line.dataset.ends)];
  try {
    if (!differs(starts, line.dataset.zone) && !differs(ends, line.dataset.zone)) return;
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    line.textContent = line.dataset.words.replace("{time}", format.formatRange(starts, ends));
    line.hidden = false;
  } catch { /* a browser that does not know the zone shows the meeting's own time alone */ }
});
