import { expect, test } from "vitest";
import { countTests, type Report } from "./count-tests.ts";

const counts = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test("when all pass, then the only other count is of tests that did not run", () => {
  expect(countTests(counts, 0)).toEqual({ passed: 2, failed: 0, skipped: 2 });
});

test("when a file fails before its tests, then it counts as one failure, in addition to the tests that failed elsewhere", () => {
  const testResults: Report["testResults"] = [
    { status: "failed", assertionResults: [{ status: "skipped" }] },
    { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] },
  ];
  expect(countTests({ ...counts, numFailedTests: 1, testResults }, 1).failed).toBe(2);
});

test("when the run ends badly after tests that all passed, then it is not a success", () => {
  expect(countTests(counts, 1).failed).toBe(1);
});

test("when there is no report, then the exit status decides", () => {
  expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countTests(undefined, 0).failed).toBe(0);
});
