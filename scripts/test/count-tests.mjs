/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 *
 * @typedef {object} Report as vitest's JSON reporter writes it
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults one for each file
 */

/**
 * What a run comes to. A file that fails outside of its tests (it cannot be loaded, a hook throws) counts as one
 * failure, for its tests are only skipped; and so does a run that ends badly without saying where.
 *
 * @param {Report | undefined} report
 * @param {number} status of the run
 * @returns {Counts}
 */
export function countTests(report, status) {
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
