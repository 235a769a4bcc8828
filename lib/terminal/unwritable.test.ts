import { expect, test } from "vitest";
import { LabError } from "../../common/lab-error.mjs";
import { explainUnwritable } from "./unwritable.ts";

/** As Node throws it. */
const failure = (errno: number) =>
  Object.assign(new Error("-"), { errno, code: "", path: "/lab/.lab/lang", syscall: "rm" });

test.each([
  [-28, "/lab/.lab/lang cannot be written (ENOSPC).", "full"],
  [-30, "/lab/.lab/lang cannot be written (EROFS).", "writable"],
  [-4094, "/lab/.lab/lang cannot be written.", "writable"],
])("when a file cannot be written (%d), then it is named, with what to do", (errno, message, advice) => {
  const explained = explainUnwritable(failure(errno));
  expect(explained).toBeInstanceOf(LabError);
  expect(explained).toMatchObject({ message, hint: expect.stringContaining(advice) });
});

test("when something else went wrong, then it stays what it is", () => {
  const [missing, bug] = [failure(-2), new TypeError("x")];
  expect(explainUnwritable(missing)).toBe(missing);
  expect(explainUnwritable(bug)).toBe(bug);
});
