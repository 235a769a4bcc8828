export type Counts = { passed: number; failed: number; skipped: number };

/** The report of vitest's JSON reporter. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** One for each file. */
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

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
  };
}
