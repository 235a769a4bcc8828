import { expect, test } from "vitest";
import { takeTurns } from "./turns.ts";

test("when work is asked for while other work goes on, then it waits; the same work is done once", async () => {
  const inTurn = takeTurns();
  const log: string[] = [];
  const gates = new Map<string, () => void>();
  const work = (name: string) => async () => {
    log.push(`begin ${name}`);
    await new Promise<void>((resolve) => gates.set(name, resolve));
    log.push(`end ${name}`);
    return name;
  };
  const first = inTurn("a", work("a"));
  const again = inTurn("a", work("never"));
  const second = inTurn("b", work("b"));
  await Promise.resolve();
  expect(log).toEqual(["begin a"]);
  gates.get("a")?.();
  expect(await Promise.all([first, again])).toEqual(["a", "a"]);
  await Promise.resolve();
  expect(log).toEqual(["begin a", "end a", "begin b"]);
  gates.get("b")?.();
  expect(await second).toBe("b");
});

test("when work fails, then who asked is told, and the next has its turn", async () => {
  const inTurn = takeTurns();
  const failing = inTurn("a", () => Promise.reject(new Error("no")));
  const next = inTurn("b", async () => "b");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("b");
  expect(await inTurn("a", async () => "anew")).toBe("anew");
});
