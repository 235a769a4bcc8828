import { expect, test } from "vitest";
import { placeNear } from "./place-near.ts";

const window = { innerWidth: 800, innerHeight: 600 };

test("when there is room below, then the box goes there, and never out of the window", () => {
  expect(placeNear({ left: 10, top: 100, bottom: 120 }, window)).toEqual({ left: 10, top: 126 });
  expect(placeNear({ left: 790, top: 100, bottom: 120 }, window).left).toBe(454);
});

test("when there is no room below, then the box goes above", () => {
  expect(placeNear({ left: 10, top: 500, bottom: 520 }, window).top).toBe(304);
  expect(placeNear({ left: 10, top: 50, bottom: 560 }, window).top).toBe(6);
});
