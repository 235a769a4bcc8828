import { expect, test } from "vitest";
import { repeatUntil } from "./repeat-until.ts";

const notYet = { said: { en: "not yet", fr: "pas encore" }, isRefused: false };
const asSaid = { said: undefined, isRefused: false };
const refused = { said: { en: "busy", fr: "occupé" }, isRefused: true };

/** Runs against these outcomes, and is stopped during the n-th pause. */
async function repeat(outcomes: (typeof notYet | typeof asSaid)[], stopAt = Number.POSITIVE_INFINITY) {
  let pauses = 0;
  const counts: number[] = [];
  const last = await repeatUntil({
    tryOnce: async (count) => {
      counts.push(count);
      return outcomes[count - 1] ?? asSaid;
    },
    isStopped: () => pauses >= stopAt,
    pause: async () => {
      pauses += 1;
    },
  });
  return { last, runs: counts.length, pauses };
}

test("when the output is as the lesson says at last, then it is not run again", async () => {
  expect(await repeat([notYet, notYet, asSaid, notYet])).toEqual({ last: asSaid, runs: 3, pauses: 2 });
});

test("when the terminal refuses it, then it is not tried again", async () => {
  expect(await repeat([notYet, refused])).toEqual({ last: refused, runs: 2, pauses: 1 });
});

test("when it is stopped during the pause, then it is not run again", async () => {
  expect(await repeat([notYet, notYet, notYet], 2)).toEqual({ last: notYet, runs: 2, pauses: 2 });
});
