/** The words of the teacher's page. */
export const teacherWords = {
  en: {
    title: "The class",
    sent: (learners: number) => `Learners who have sent a report: ${learners}.`,
    csv: "As CSV",
    forget: "To delete all of it:",
    of: "of",
    ago: (minutes: number) => `${minutes} min ago`,
    headings: [
      "name",
      "lesson",
      "stuck on",
      "hints",
      "done",
      "solved",
      "all hints",
      "predicted",
      "drills",
      "sent",
    ],
  },
  fr: {
    title: "La classe",
    sent: (learners: number) => `Apprenants qui ont envoyé un rapport\u00a0: ${learners}.`,
    csv: "En CSV",
    forget: "Pour tout supprimer\u00a0:",
    of: "sur",
    ago: (minutes: number) => `il y a ${minutes}\u00a0min`,
    headings: [
      "nom",
      "leçon",
      "bloqué sur",
      "indices",
      "faites",
      "résolues par le lab",
      "indices en tout",
      "prédictions justes",
      "exercices",
      "envoyé",
    ],
  },
};

export type TeachersLanguage = keyof typeof teacherWords;

/** The first of the browser's languages that the page knows; they come in the order of preference. */
export function languageOf(accepted: string | undefined): TeachersLanguage {
  const known = (accepted ?? "")
    .split(",")
    .map((each) => each.trim().slice(0, 2).toLowerCase())
    .find((each) => each === "en" || each === "fr");
  return known === "fr" ? "fr" : "en";
}
