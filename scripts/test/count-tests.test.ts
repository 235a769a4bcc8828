import { expect, test } from "vitest";
import { countTests, type Report } from "./count-tests.ts";

const counts = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test("when all pass, then the only other count is of tests that did not run", () => {
  expect(countTests(counts, 0)).toMatchObject({ passed: 2, failed: 0, skipped: 2 });
});

test("when a file fails before its tests, then it counts as one failure, in addition to the tests that failed elsewhere", () => {
  const testResults: Report["testResults"] = [
    {
      status: "failed",
      name: "/lab/broken.test.ts",
      message: "Error: no engine\n    at setup",
      assertionResults: [{ status: "skipped", fullName: "not run" }],
    },
    {
      status: "failed",
      name: "/lab/other.test.ts",
      message: "",
      assertionResults: [
        { status: "passed", fullName: "works" },
        { status: "failed", fullName: "does not", failureMessages: ["expected 1, saw 2\n    at line"] },
      ],
    },
  ];
  const { failed, failures } = countTests({ ...counts, numFailedTests: 1, testResults }, 1);
  expect(failed).toBe(2);
  expect(failures).toEqual(["does not\n  expected 1, saw 2", "/lab/broken.test.ts\n  Error: no engine"]);
});

test("when the run ends badly after tests that all passed, then it is not a success", () => {
  expect(countTests(counts, 1).failed).toBe(1);
});

test("when there is no report, then the exit status decides", () => {
  expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countTests(undefined, 0).failed).toBe(0);
});
