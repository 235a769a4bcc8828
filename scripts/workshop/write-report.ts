import { relative, resolve } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { writeWhole } from "../../common/write-whole.ts";
import { useLanguage } from "../../workshop/authoring/language.ts";
import { learnerReport } from "../../workshop/running/learner-report.ts";
import { reportPage } from "../../workshop/running/report-page.ts";

/** Writes the page about one learner's lessons, and the same as JSON beside it. */
export function writeReport(file: string | true, { lang: asked, name }: { lang?: string; name?: string }) {
  const lang = useLanguage(asked);
  const page = file === true ? resolve(labDir, ".lab/report.html") : resolve(file);
  if (!/\.html$/.test(page)) {
    throw lang === "fr"
      ? new LabError(
          "le rapport est une page\u00a0: son nom finit par .html.",
          "Par exemple\u00a0: ./lab learn --report rapport.html",
        )
      : new LabError(
          "the report is a page: its name ends with .html.",
          "For example: ./lab learn --report report.html",
        );
  }
  const report = learnerReport(lang, { name });
  const data = page.replace(/\.html$/, ".json");
  writeWhole(page, reportPage(report, lang));
  writeWhole(data, `${JSON.stringify(report, null, 2)}\n`);
  const [shownPage, shownData] = [page, data].map((path) => shown(path));
  console.log(
    lang === "fr"
      ? `La page\u00a0: ${shownPage}\nPour un programme\u00a0: ${shownData}`
      : `The page: ${shownPage}\nFor a program: ${shownData}`,
  );
}

function shown(path: string) {
  const near = relative(process.cwd(), path);
  return near.startsWith("..") ? path : near;
}
