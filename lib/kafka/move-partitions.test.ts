import { expect, test } from "vitest";
import { untilCopied } from "./move-partitions.ts";

test("when copies get done one after the other, then they are waited for, however long it takes in all", async () => {
  const left = ["a-0", "a-1", "a-2", "a-3"];
  let asked = 0;
  await untilCopied(
    async () => {
      if (++asked % 8 === 0) left.pop();
      return left;
    },
    { budgetMs: 1_000, everyMs: 5 },
  );
  expect(left).toEqual([]);
});

test("when no copy gets done any more, then the wait ends, and says what it waited for", async () => {
  const stuck = untilCopied(async () => ["a-0", "a-1"], { budgetMs: 50, everyMs: 5 });
  await expect(stuck).rejects.toMatchObject({
    message: expect.stringContaining("it still copies a-0, a-1"),
    hint: expect.stringContaining("./lab doctor"),
  });
});
