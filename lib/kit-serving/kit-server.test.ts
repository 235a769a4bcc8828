import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { ClassReport } from "./class-report.ts";
import { forgetClass, openClass } from "./class-store.ts";
import { createKitServer } from "./kit-server.ts";
import { reportTaker } from "./take-report.ts";
import { createTeacherServer } from "./teacher-server.ts";

let dir: string;
let nowMs: number;

const report: ClassReport = {
  format: "kafka-lab class report",
  version: 1,
  lab: "0123456789abcdef",
  name: "Zoé",
  lesson: 5,
  stuck: { row: "lag-is-two", since: new Date(Date.now() - 600_000).toISOString() },
  hints: 2,
  done: [1, 2],
  solved: [],
  allHints: 3,
  predictions: 4,
  right: 2,
  drills: [{ name: "lost-port", seconds: 90, hints: 0 }],
};

beforeEach(() => {
  nowMs = 0;
  dir = mkdtempSync(join(tmpdir(), "kit-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const name of ["start.sh", "manifest.txt", "part", "secret"])
    writeFileSync(join(dir, name), `${name}: 0123456789`);
});

test("when a kit is served, then its files can be read, and nothing else", async () => {
  const { url } = await serveKit();
  expect(await (await fetch(`${url}/part`)).text()).toBe("part: 0123456789");
  expect((await fetch(`${url}/secret`)).status).toBe(404);
  expect((await fetch(`${url}/part`, { method: "PUT", body: "x" })).status).toBe(405);
  expect(await raw(url, "/../secret")).toBe(404);
  expect(await raw(url, "/%2e%2e/secret")).toBe(404);
});

test("when a download was cut off, then the rest can be had", async () => {
  const { url } = await serveKit();
  const rest = (range: string) => fetch(`${url}/part`, { headers: { range } });
  const answer = await rest("bytes=12-");
  expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([
    206,
    "bytes 12-15/16",
    "6789",
  ]);
  expect((await rest("bytes=99-")).status).toBe(416);
  expect((await rest("bytes=0-1,3-4")).status).toBe(200);
});

test("when the page is read, then it has what to type, and not the fingerprint, which it could not prove", async () => {
  const { url } = await serveKit();
  const page = await (await fetch(url)).text();
  expect(page).toContain(`sh start.sh ${url}`);
  expect(page).not.toMatch(/[0-9a-f]{16}|<script/);
});

test("when a learner sends a report twice, then the newest is kept, in a file for its owner only", async () => {
  const { url, store, file } = await serveKit();
  expect(await post(url, report)).toBe(200);
  expect(await post(url, { ...report, hints: 9 })).toBe(200);
  expect(store.list()).toMatchObject([{ report: { hints: 9 } }]);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(openClass(file).list()).toHaveLength(1);
  expect(forgetClass(file)).toBe(1);
  expect(openClass(file).list()).toEqual([]);
});

test.each([
  ["is no report", {}],
  ["has more than a report", { ...report, home: "/root" }],
  ["has a name of markup", { ...report, name: "<b>" }],
  ["has a long name", { ...report, name: "x".repeat(41) }],
  ["has no name", { ...report, name: "" }],
  ["has a row that is a path", { ...report, stuck: { row: "../x", since: report.stuck?.since } }],
])("when what is sent %s, then it is refused, and not kept", async (_, body) => {
  const { url, store } = await serveKit();
  expect(await post(url, body)).toBe(400);
  expect(store.list()).toEqual([]);
});

test("when it is too large, too often or not JSON, then it is refused", async () => {
  const { url } = await serveKit();
  expect(await post(url, { ...report, name: "x".repeat(20_000) })).toBe(413);
  expect(await post(url, report, "text/plain")).toBe(415);
  for (let count = 0; count < 5; count += 1) await post(url, report);
  expect(await post(url, report)).toBe(429);
  nowMs += 61_000;
  expect(await post(url, report)).toBe(200);
});

test("when there are as many learners as a class may have, then no other is taken", () => {
  const store = openClass(join(dir, "class/reports.json"));
  const labs = Array.from({ length: 201 }, (_, index) => index.toString(16).padStart(16, "0"));
  expect(labs.map((lab) => store.add({ ...report, lab })).indexOf(false)).toBe(200);
});

test("when the teacher opens the page, then the token works once, and the cookie from then on", async () => {
  const { url, token } = await serveTeacher([{ at: new Date().toISOString(), report }]);
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(`${url}/?token=wrong`)).status).toBe(401);
  const opened = await fetch(`${url}/?token=${token}`, { redirect: "manual" });
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(opened.status).toBe(303);
  expect((await fetch(`${url}/?token=${token}`)).status).toBe(401);
  const page = await (await fetch(url, { headers: { cookie } })).text();
  expect(page).toMatch(/Zoé.*lag-is-two, 10 min/s);
  const french = { cookie, "accept-language": "fr-FR,fr;q=0.9,en;q=0.8" };
  expect(await (await fetch(url, { headers: french })).text()).toMatch(/lang="fr".*La classe.*bloqué sur/s);
  const csv = await (await fetch(`${url}/class.csv`, { headers: { cookie } })).text();
  expect(csv).toContain("Zoé,5,lag-is-two");
  expect(await raw(url, "/", { host: "evil.example", cookie })).toBe(403);
});

test("when a name begins as a formula does, then the cell is text", async () => {
  const { classCsv } = await import("./class-csv.ts");
  const at = new Date().toISOString();
  const names = ["-1 2", "=1", "@a", "+x", " =1"];
  const rows = classCsv(names.map((name) => ({ at, report: { ...report, name } }))).split("\r\n");
  expect(rows.slice(1, 6).map((row) => /^"?'/.test(row))).toEqual(names.map(() => true));
});

async function serveKit() {
  const file = join(dir, "class/reports.json");
  const store = openClass(file);
  const files = [{ path: "part", sha256: "", bytes: 16, platform: "any" }];
  const manifest = { made: "", commit: "", stack: "local", platforms: [], images: [], files };
  const kit = { manifest, fingerprint: "" };
  return {
    url: await listen(
      createKitServer(
        dir,
        kit,
        reportTaker(store, () => nowMs),
      ),
    ),
    store,
    file,
  };
}

async function serveTeacher(reports: ReturnType<ReturnType<typeof openClass>["list"]>) {
  const { server, token } = createTeacherServer(() => reports);
  return { url: await listen(server), token };
}

async function listen(server: Server) {
  server.listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function post(url: string, body: object, type = "application/json") {
  const answer = await fetch(`${url}/reports`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  return answer.status;
}

/** Without what fetch makes of a path. */
function raw(url: string, path: string, headers = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { path, headers }, (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });
}
