import { expect, test } from "vitest";
import { ownOrigins } from "./own-address.ts";

const hosts = ["lab.example.org", "lab.example.org:8443"];

test.each([
  ["127.0.0.1:8910", ["http://127.0.0.1:8910"]],
  ["localhost:8910", ["http://localhost:8910"]],
  ["LocalHost:8910", ["http://localhost:8910"]],
  ["[::1]:8910", ["http://[::1]:8910"]],
  ["localhost:40001", ["http://localhost:40001"]],
  ["localhost", ["http://localhost"]],
])("when the host is %s, then it is this machine", (host, origins) => {
  expect(ownOrigins({ host }, hosts)).toEqual(origins);
});

test.each([
  "evil.example",
  "evil.example:8910",
  "localhost.evil.example",
  "127.0.0.1.nip.io:8910",
  "127.0.0.2:8910",
  "0.0.0.0:8910",
  "2130706433:8910",
  "[::ffff:127.0.0.1]:8910",
  "localhost.:8910",
  "localhost:0",
  "localhost:99999",
  "localhost:8910@evil.example",
  "evil.example/localhost:8910",
  "localhost:8910\nevil",
  "lab.example.org",
  "",
])("when the host is %j, then it is foreign", (host) => {
  expect(ownOrigins({ host }, hosts)).toBeUndefined();
});

test("when a named host is served over https, then it is own, with its port; every other name is foreign", () => {
  const https = { "x-forwarded-proto": "https" };
  expect(ownOrigins({ ...https, host: "lab.example.org" }, hosts)).toEqual(["https://lab.example.org"]);
  expect(ownOrigins({ ...https, host: "lab.example.org:8443" }, hosts)).toEqual([
    "https://lab.example.org:8443",
  ]);
  expect(ownOrigins({ ...https, host: "lab.example.org:9" }, hosts)).toBeUndefined();
  expect(ownOrigins({ ...https, host: "sub.lab.example.org" }, hosts)).toBeUndefined();
});

test("when a proxy puts its own target into Host, then the browser's host counts if it is named", () => {
  const asked = { host: "localhost:8910", "x-forwarded-proto": "https" };
  expect(ownOrigins({ ...asked, "x-forwarded-host": "lab.example.org" }, hosts)).toContain(
    "https://lab.example.org",
  );
  expect(ownOrigins({ ...asked, "x-forwarded-host": "evil.example" }, hosts)).not.toContain(
    "https://evil.example",
  );
  const plain = { host: "localhost:8910", "x-forwarded-host": "lab.example.org" };
  expect(ownOrigins(plain, hosts)).toEqual(["http://localhost:8910"]);
});
