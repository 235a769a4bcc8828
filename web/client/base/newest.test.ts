import { expect, test } from "vitest";
import { newestOnly } from "./newest.ts";

/** Time that passes only while the page draws or pauses; each drawing takes what is given. */
function slowPage(drawMs: number) {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    drawn: async () => {
      now += drawMs;
    },
    pause: async (ms: number) => {
      pauses.push(ms);
      now += ms;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("when values come faster than they are drawn, then the first and the newest are handed on, and none twice", async () => {
  const handedOn: number[] = [];
  const take = newestOnly<number>((value) => handedOn.push(value), slowPage(50));
  for (const value of [1, 2, 3, 4]) take(value);
  expect(handedOn).toEqual([1]);
  await settled();
  expect(handedOn).toEqual([1, 4]);
  take(5);
  expect(handedOn).toEqual([1, 4, 5]);
});

test("when drawing takes long, then as long passes before the next one, and a second at most", async () => {
  const page = slowPage(300);
  const slow = newestOnly<number>(() => undefined, page);
  slow(1);
  await settled();
  expect(page.pauses).toEqual([300]);
  const pageOfHours = slowPage(20_000);
  newestOnly<number>(() => undefined, pageOfHours)(1);
  await settled();
  expect(pageOfHours.pauses).toEqual([1_000]);
});
