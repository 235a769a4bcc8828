import type { Language } from "../authoring/lesson.ts";
import type { LearnerReport, ReportedLesson } from "./learner-report.ts";

const texts = {
  en: {
    title: "Kafka lab: what was learnt",
    made: "Made on",
    of: "of",
    totals: {
      done: "lessons done",
      right: "predictions right",
      hints: "hints in lessons",
      fixed: "drills fixed",
    },
    lessons: "Lessons",
    columns: ["Lesson", "State", "Time", "Hints", "Checks", "Predictions"],
    states: { started: "begun", solved: "solved by the lab", done: "done", "not begun": "–" },
    planned: "planned: ",
    drills: "Drills",
    drillColumns: ["Drill", "Time", "Hints", "Fixed on"],
    noDrills: "No drill has been fixed yet.",
    notes: [
      "Time runs from the last beginning of a lesson to the check that passed, breaks included; after it stand the minutes planned.",
      "Of a prediction only the first answer counts: filled is right, crossed is wrong, empty is not answered.",
      "“Solved by the lab”: ./lab solve did it, and the learner has not done it since.",
      "The lab keeps these notes on the learner's own machine, and the learner can edit them: this page is a record, not an examination.",
    ],
  },
  fr: {
    title: "Labo Kafka\u00a0: ce qui a été appris",
    made: "Établi le",
    of: "sur",
    totals: {
      done: "leçons faites",
      right: "prédictions justes",
      hints: "indices dans les leçons",
      fixed: "pannes réparées",
    },
    lessons: "Leçons",
    columns: ["Leçon", "État", "Durée", "Indices", "Vérifications", "Prédictions"],
    states: { started: "en cours", solved: "résolue par le labo", done: "faite", "not begun": "–" },
    planned: "prévu\u00a0: ",
    drills: "Exercices de débogage",
    drillColumns: ["Exercice", "Durée", "Indices", "Réparé le"],
    noDrills: "Aucune panne n'a encore été réparée.",
    notes: [
      "La durée va du dernier début de la leçon à la vérification réussie, pauses comprises\u00a0; les minutes prévues suivent.",
      "D'une prédiction, seule la première réponse compte\u00a0: plein si elle est juste, barré si elle est fausse, vide sans réponse.",
      "«\u00a0Résolue par le labo\u00a0»\u00a0: ./lab solve l'a faite, et l'apprenant ne l'a pas refaite depuis.",
      "Le labo garde ces notes sur la machine de l'apprenant, qui peut les modifier\u00a0: cette page est un relevé, pas un examen.",
    ],
  },
};

/** The report as a page that needs nothing else, on a screen or on paper. */
export function reportPage(report: LearnerReport, lang: Language): string {
  const say = texts[lang];
  const { totals, name, lessons, drills } = report;
  const tiles = [
    [`${totals.done}<small> ${say.of} ${totals.lessons}</small>`, say.totals.done],
    [`${totals.right}<small> ${say.of} ${totals.predictions}</small>`, say.totals.right],
    [String(totals.hints), say.totals.hints],
    [`${totals.fixed}<small> ${say.of} ${totals.drills}</small>`, say.totals.fixed],
  ];
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say.title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${say.title}</h1>
<p>${name === undefined ? "" : `<strong>${escapeHtml(name)}</strong> · `}${say.made} ${date(report.made, lang)}</p>
</header>
<ul class="tiles">${tiles.map(([value, what]) => `<li><b>${value}</b><span>${what}</span></li>`).join("")}</ul>
<h2>${say.lessons}</h2>
<div class="wide"><table>
<thead><tr>${head(say.columns)}</tr></thead>
<tbody>${lessons.map((lesson) => lessonRow(lesson, lang)).join("\n")}</tbody>
</table></div>
<h2>${say.drills}</h2>
${
  drills.length === 0
    ? `<p>${say.noDrills}</p>`
    : `<table><thead><tr>${head(say.drillColumns)}</tr></thead><tbody>${drills
        .map(
          ({ name: drill, seconds, hints, fixed }) =>
            `<tr><th scope="row"><code>${escapeHtml(drill)}</code></th><td class="number">${duration(seconds)}</td><td class="number">${hints}</td><td>${fixed === undefined ? "" : date(fixed, lang)}</td></tr>`,
        )
        .join("\n")}</tbody></table>`
}
<footer>${say.notes.map((note) => `<p>${note}</p>`).join("")}</footer>
</body>
</html>
`;
}

function lessonRow(lesson: ReportedLesson, lang: Language) {
  const say = texts[lang];
  const { state, seconds, minutes, hints, checks } = lesson;
  const isBegun = state !== "not begun";
  const time = `${seconds === undefined ? "" : `${duration(seconds)} `}<small>${seconds === undefined ? "" : say.planned}${minutes}\u00a0min</small>`;
  return `<tr class="${state.replace(" ", "-")}"><th scope="row"><i>${lesson.number}</i> ${escapeHtml(lesson.title)}</th>
<td><span class="state">${say.states[state]}</span></td>
<td class="number">${time}</td>
<td class="number">${isBegun ? hints : ""}</td>
<td class="number">${isBegun ? checks : ""}</td>
<td class="marks">${marks(lesson)}</td></tr>`;
}

function marks({ questions, predictions }: ReportedLesson) {
  return Array.from({ length: questions }, (_, index) => {
    const answer = predictions.find(({ number }) => number === index + 1);
    const [kind, sign] =
      answer === undefined ? ["open", "○"] : answer.right ? ["right", "●"] : ["wrong", "⊗"];
    return `<span class="${kind}" title="${index + 1}${answer === undefined ? "" : `: ${answer.letter}`}">${sign}</span>`;
  }).join("");
}

function head(columns: readonly string[]) {
  return columns.map((column) => `<th scope="col">${column}</th>`).join("");
}

function date(iso: string, lang: Language) {
  return new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", { dateStyle: "long" }).format(
    new Date(iso),
  );
}

/** As one would say it: 45 s, 12 min, 1 h 05. */
function duration(seconds: number) {
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, "0")}`;
}

function escapeHtml(text: string) {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => names[sign] ?? sign);
}

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --paper: #fff; --tile: #f4f6f9; --good: #177245; --bad: #b3261e; --shown: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa5b4; --line: #343c48; --paper: #14181e; --tile: #1d232c; --good: #5ecb94; --bad: #ff8a80; --shown: #e6b450; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
header p, footer, small, .tiles span { color: var(--soft); }
header p { margin: 0; }
.tiles { list-style: none; padding: 0; margin: 1.75rem 0 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; }
.tiles li { background: var(--tile); border-radius: .6rem; padding: .9rem 1rem; }
.tiles b { display: block; font-size: 1.9rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
.tiles small { font-size: 1rem; font-weight: 400; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
thead th { color: var(--soft); font-size: .82rem; font-weight: 600; border-bottom-width: 2px; }
tbody th { font-weight: 500; }
i { font-style: normal; color: var(--soft); display: inline-block; min-width: 1.6rem; text-align: right; margin-right: .4rem; font-variant-numeric: tabular-nums; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.marks { white-space: nowrap; letter-spacing: .12em; }
.state { white-space: nowrap; }
.done .state, .right { color: var(--good); font-weight: 600; }
.solved .state { color: var(--shown); }
.wrong { color: var(--bad); }
.open, .not-begun { color: var(--soft); }
footer { margin-top: 2.5rem; font-size: .85rem; border-top: 1px solid var(--line); padding-top: 1rem; }
footer p { margin: 0 0 .35rem; }
@media (max-width: 40rem) { body { padding: 1.25rem .75rem; } th, td { padding: .4rem .3rem; font-size: .9rem; } th:nth-child(5), td:nth-child(5) { display: none; } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --tile: #f2f2f2; --good: #0b5a32; --bad: #9a1c15; --shown: #6b4600; } body { max-width: none; padding: 0; font-size: 10.5pt; } tr, .tiles li { break-inside: avoid; } .tiles { grid-template-columns: repeat(4, 1fr); } }
`;
