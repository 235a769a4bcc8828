import { expect, test } from "vitest";
import { int32, int64 } from "../kafka/wire.ts";
import { decodeSession, encodeSession, type Request } from "./requests.ts";

const framed = (...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([int32(body.length), body]);
};
const text = (value: string) => framed(Buffer.from(value));
const answer = (xid: number, error: number, ...body: Buffer[]) =>
  framed(int32(xid), int64(7), int32(error), ...body);
const connected = framed(int32(0), int32(10_000), int64(1), framed(Buffer.alloc(16)));
const stat = Buffer.alloc(68);

test("when nodes are asked for, then each answer is that of its request, and an absent node is none", () => {
  const requests: Request[] = [
    { kind: "get", path: "/controller" },
    { kind: "children", path: "/brokers/ids" },
    { kind: "get", path: "/migration" },
    { kind: "delete", path: "/controller" },
  ];
  const stream = Buffer.concat([
    connected,
    answer(9, 0, text("/")),
    answer(1, 0, text('{"brokerid":1}'), stat),
    answer(2, 0, int32(2), text("1"), text("2")),
    answer(3, -101),
    answer(4, 0),
  ]);
  expect(decodeSession(stream, requests)).toEqual([
    { data: '{"brokerid":1}', children: [] },
    { data: "", children: ["1", "2"] },
    undefined,
    { data: "", children: [] },
  ]);
});

test("when ZooKeeper closes without a quorum, or refuses, then that is an error", () => {
  const requests: Request[] = [{ kind: "get", path: "/controller" }];
  expect(() => decodeSession(Buffer.alloc(0), requests)).toThrow("without an answer");
  const refused = Buffer.concat([connected, answer(2, 0, text("/")), answer(1, -102)]);
  expect(() => decodeSession(refused, requests)).toThrow("error -102");
});

test("when a session is encoded, then it begins with the connection and ends with its close", () => {
  const session = encodeSession([{ kind: "set", path: "/controller_epoch", data: "1000" }]);
  const frames: Buffer[] = [];
  for (let at = 0; at < session.length; at += 4 + session.readInt32BE(at))
    frames.push(session.subarray(at + 4, at + 4 + session.readInt32BE(at)));
  expect(frames.slice(1).map((frame) => frame.readInt32BE(4))).toEqual([9, 5, -11]);
  expect(String(frames[2])).toContain("/controller_epoch");
});
