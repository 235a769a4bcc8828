import { escapeHtml } from "./answer.ts";
import type { StoredReport } from "./class-store.ts";
import { type TeachersLanguage, teacherWords } from "./teacher-words.ts";

/** Who is in which lesson, and who is stuck; those who are stuck longest come first. It loads itself anew. */
export function teacherPage(
  reports: readonly StoredReport[],
  lang: TeachersLanguage = "en",
  now = Date.now(),
): string {
  const said = teacherWords[lang];
  const minutes = (since: string | undefined) =>
    since === undefined ? 0 : Math.max(0, Math.round((now - Date.parse(since)) / 60_000));
  const rows = reports
    .toSorted((a, b) => minutes(b.report.stuck?.since) - minutes(a.report.stuck?.since))
    .map(
      ({
        at,
        report: { name, lesson, stuck, hints, done, solved, allHints, right, predictions, drills },
      }) => [
        name,
        lesson ?? "-",
        stuck ? `${stuck.row}, ${minutes(stuck.since)} min` : "-",
        hints,
        done.join(" ") || "-",
        solved.join(" ") || "-",
        allHints,
        `${right} ${said.of} ${predictions}`,
        drills.map((drill) => `${drill.name} ${Math.round(drill.seconds / 60)} min`).join(", ") || "-",
        said.ago(minutes(at)),
      ],
    );
  const table = rows.map(
    (row) => `<tr>${row.map((value) => `<td>${escapeHtml(String(value))}</td>`).join("")}</tr>`,
  );
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta http-equiv="refresh" content="10">
<title>${said.title}</title>
<style>${style}</style>
<h1>${said.title}</h1>
<p>${said.sent(rows.length)} <a href="/class.csv">${said.csv}</a>. ${said.forget} <code>./lab kit forget</code></p>
<table>
<thead><tr>${said.headings.map((heading) => `<th scope="col">${heading}</th>`).join("")}</tr></thead>
<tbody>${table.join("\n")}</tbody>
</table>
</html>
`;
}

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse}th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #ccc}";
