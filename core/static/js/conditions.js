// Show-if, as core/fields/conditions.py has it: the same answers, the same question asked. Tests compare the two.
// `answers` maps a question's id to what counts: a list of chosen options, a number, true, or words; no answer, no key.

export function holds(condition, answers) {
  if (!condition) return true;
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  const answer = answers[condition.question];
  if ("answered" in condition) return (answer !== undefined) === condition.answered;
  if (answer === undefined) return false;
  if (condition.is) return [answer].flat().some((chosen) => condition.is.includes(chosen));
  if ("at_least" in condition) return answer >= condition.at_least;
  return answer <= condition.at_most;
}

const OTHER = "_other";
// What people type as a number: full-width digits, a thousands comma, a unit behind it.
const asNumber = (typed) => {
  const found = typed.normalize("NFKC").replaceAll("−", "-").replaceAll("。", ".").trim().match(/^[+-]?[\d,]*\.?\d*/);
  const digits = (found?.[0] || "").replaceAll(",", "");
  return digits && !Number.isNaN(Number(digits)) ? Number(digits) : undefined;
};

// The answer that one question's inputs give at this moment; undefined where there is none.
export function answerOf(element) {
  const inputs = [...element.querySelectorAll("[name^='q_']")];
  const own = element.querySelector("[data-other]")?.value.trim() ? [OTHER] : [];
  const chosen = inputs.filter((input) => input.checked).map((input) => input.value);
  const written = inputs[0]?.value?.trim() || undefined;
  switch (element.dataset.kind) {
    case "section": return undefined;
    case "consent": return chosen.length ? true : undefined;
    case "multiple": { const all = [...new Set([...chosen, ...own])]; return all.length ? all : undefined; }
    case "single": return [...chosen, ...own][0];
    case "rating": case "nps": return chosen.length ? Number(chosen[0]) : undefined;
    case "number": return asNumber(inputs[0].value);
    default: return written;
  }
}

// Show what is asked and hide the rest, in order: an answer to a hidden question is none. Hidden inputs are not sent.
export function settle(form) {
  const answers = {};
  for (const element of form.querySelectorAll("[data-kind]")) {
    const asked = holds(element.dataset.showIf ? JSON.parse(element.dataset.showIf) : null, answers);
    element.hidden = !asked;
    element.querySelectorAll("input, select, textarea, button").forEach((input) => { input.disabled = !asked; });
    const answer = asked ? answerOf(element) : undefined;
    if (answer !== undefined) answers[element.dataset.question] = answer;
  }
}
