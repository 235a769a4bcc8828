export type Counts = {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed and why, one text each; empty for a step that only passes or fails. */
  failures?: string[];
};

/** The report of vitest's JSON reporter. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** One for each file. */
  testResults: {
    status: string;
    /** The path of the file. */
    name: string;
    /** Why the file failed outside its tests. */
    message: string;
    assertionResults: Test[];
  }[];
}

type Test = { status: string; fullName: string; failureMessages?: string[] };

/**
 * The result of a run, from its report and its exit status. A file that fails outside its tests (it cannot be loaded,
 * a hook throws) counts as one failure, because its tests are only skipped; so does a run that fails without saying
 * where.
 */
export function countTests(report: Report | undefined, status: number): Counts {
  if (!report) return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...report.testResults.flatMap(({ assertionResults }) => assertionResults).flatMap(describeFailure),
      ...brokenFiles.map(({ name, message }) => describe(name, message)),
    ],
  };
}

function describeFailure({ status, fullName, failureMessages = [] }: Test): string[] {
  return status === "failed" ? [describe(fullName, failureMessages[0] ?? "")] : [];
}

/** The first lines are enough to recognise it; the whole is where it happened. */
function describe(what: string, why: string): string {
  const lines = why.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return [what, ...lines.slice(0, 5).map((line) => `  ${line.slice(0, 200)}`)].join("\n");
}
