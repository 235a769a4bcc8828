import { expect, test } from "vitest";
import { makeOrders } from "./orders.ts";
import { plot } from "./plot.ts";
import { readFigures } from "./producer-test.ts";

const lines = [
  { label: "batch.size=0", value: 1_336.4 },
  { label: "batch.size=131072 linger.ms=20", value: 82_236.8 },
];

test("when values are plotted, then the longest bar is the largest value, and 80 columns are enough", () => {
  const [short = "", long = ""] = plot(lines, "en").split("\n");
  expect(short).toMatch(/^batch\.size=0 +█ +1,336 +×1\.0$/);
  expect(long).toMatch(/^batch\.size=131072 linger\.ms=20 +█{24} +82,237 +×62$/);
  expect(Math.max(short.length, long.length)).toBeLessThanOrEqual(80);
});

test("when a learner reads French, then the numbers are French", () => {
  expect(plot(lines, "fr")).toMatch(/1\s336 +×1,0\n/);
});

test("when the first value is 0, then there is no ratio to it", () => {
  expect(plot([{ label: "linger.ms=0", value: 0 }], "en")).toMatch(/█ +0 *$/);
});

test("when Kafka's tool reports every five seconds, then its last line counts", () => {
  const output = `5000 records sent, 999.8 records/sec (0.10 MB/sec), 1.0 ms avg latency, 4.0 ms max latency.
6000 records sent, 1335.933951 records/sec (0.13 MB/sec), 25698.33 ms avg latency, 35683.00 ms max latency, 27576 ms 50th, 35070 ms 95th, 35485 ms 99th, 35673 ms 99.9th.
`;
  expect(readFigures(output)).toEqual({ perSecond: 1335.933951, halfWithinMs: 27576 });
  expect(readFigures("Topic measure not present in metadata")).toBeUndefined();
});

test("when orders are made, then no two are equal, and all fit in one argument of a command", () => {
  const orders = makeOrders();
  expect(new Set(orders).size).toBe(500);
  expect(orders.join("\n").length).toBeLessThan(131_072);
});
