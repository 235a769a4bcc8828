import { expect, test } from "vitest";
import { waitFor } from "./wait-for.ts";

test("when an answer comes after a while, then it is returned, even if it is 0", async () => {
  const answers = [undefined, false, 0];
  expect(await waitFor(() => answers.shift() as number, { budgetMs: 1_000, everyMs: 1 })).toBe(0);
});

test("when no answer comes within the budget, then the result is undefined, after at least one attempt", async () => {
  let asked = 0;
  const ask = () => ++asked < 0;
  expect(await waitFor(ask, { budgetMs: -1 })).toBeUndefined();
  expect(asked).toBe(1);
});

test("when asking fails, then waiting ends with that failure", async () => {
  const ask = () => Promise.reject(new Error("broken"));
  await expect(waitFor(ask, { budgetMs: 1_000 })).rejects.toThrow("broken");
});
