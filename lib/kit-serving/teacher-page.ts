import { escapeHtml } from "./answer.ts";
import type { StoredReport } from "./class-store.ts";

/** Who is in which lesson, and who is stuck; those who are stuck longest come first. It loads itself anew. */
export function teacherPage(reports: readonly StoredReport[], now = Date.now()): string {
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
        `${right} of ${predictions}`,
        drills.map((drill) => `${drill.name} ${Math.round(drill.seconds / 60)} min`).join(", ") || "-",
        `${minutes(at)} min ago`,
      ],
    );
  const table = rows.map(
    (row) => `<tr>${row.map((value) => `<td>${escapeHtml(String(value))}</td>`).join("")}</tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="10">
<title>The class</title>
<style>${style}</style>
<h1>The class</h1>
<p>Learners who have sent a report: ${rows.length}. <a href="/class.csv">As CSV</a>. To delete all of it: <code>./lab kit forget</code></p>
<table>
<thead><tr>${headings.map((heading) => `<th scope="col">${heading}</th>`).join("")}</tr></thead>
<tbody>${table.join("\n")}</tbody>
</table>
</html>
`;
}

const headings = [
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
];

const style =
  "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse}th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #ccc}";
