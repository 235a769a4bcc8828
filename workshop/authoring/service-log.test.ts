import { expect, test } from "vitest";
import type { WorkshopLab } from "./lesson.ts";
import { isWithin, pausesOf, serviceLog } from "./service-log.ts";

const at = (seconds: number) => Date.UTC(2026, 0, 1, 12, 0, seconds);

/** A lab with one service whose container has logged these lines, and has this state. */
function labWith(lines: readonly object[], state: object = {}): WorkshopLab {
  const frames = lines.map((line) => frame(`${JSON.stringify(line)}\n`));
  const container = { logs: async () => Buffer.concat([...frames, frame("no line of a logger\n")]) };
  const docker = { getContainer: () => container };
  const lab = { docker, nameOf: (part: string) => part, inspect: async () => ({ State: state }) };
  return lab as unknown as WorkshopLab;
}

/** As Docker frames the output of a container without a terminal. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

test("when a container has logged, then its lines are read, and what no logger wrote is left out", async () => {
  const request = { time: at(1), msg: "request", partition: 2, offset: 7 };
  expect(await serviceLog(labWith([request]), "service-b")).toEqual([request]);
});

test("when a service was stopped twice, then both times are known, and those of a start without a stop are not", async () => {
  const lines = [
    { msg: "starting", time: at(1) },
    { msg: "stopped", time: at(2) },
    { msg: "starting", time: at(4) },
    { msg: "stopped", time: at(6) },
    { msg: "starting", time: at(9) },
  ];
  const pauses = await pausesOf(labWith(lines), "service-b");
  expect(pauses).toEqual([
    { fromMs: at(2), toMs: at(4) },
    { fromMs: at(6), toMs: at(9) },
  ]);
  expect(isWithin(pauses, at(3))).toBe(true);
  expect(isWithin(pauses, at(5))).toBe(false);
});

test("when a service was killed, then Docker knows its last pause", async () => {
  const state = { FinishedAt: new Date(at(3)).toISOString(), StartedAt: new Date(at(5)).toISOString() };
  const lines = [
    { msg: "starting", time: at(1) },
    { msg: "starting", time: at(6) },
  ];
  expect(await pausesOf(labWith(lines, state), "service-b")).toEqual([{ fromMs: at(3), toMs: at(5) }]);
});

test("when a container has never stopped, or is stopped now, then there is no pause", async () => {
  const started = new Date(at(5)).toISOString();
  const never = { FinishedAt: "0001-01-01T00:00:00Z", StartedAt: started };
  expect(await pausesOf(labWith([], never), "service-b")).toEqual([]);
  const stopped = { FinishedAt: new Date(at(7)).toISOString(), StartedAt: started };
  expect(await pausesOf(labWith([], stopped), "service-b")).toEqual([]);
});
