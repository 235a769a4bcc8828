export type Counts = { passed: number; failed: number; skipped: number };

/** As vitest's JSON reporter writes it. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** One for each file. */
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * What a run comes to, by its report and its exit status. A file that fails outside of its tests (it cannot be loaded,
 * a hook throws) counts as one failure, because its tests are only skipped; and so does a run that ends badly without
 * saying where.
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
