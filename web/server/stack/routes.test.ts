import type { RequestListener, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createClient } from "../../../docker-client/client.ts";
import { eventually } from "../../../tests/support/eventually.ts";
import type { ResourceRow, StackState } from "../../contract/stack.ts";
import { Refusal } from "../lesson/refusal.ts";
import { listenUntilDone, serveRoutes } from "../testing/served-routes.ts";
import { openLogs } from "./container-log.ts";
import { createStackRoutes } from "./routes.ts";
import type { StackWatch } from "./stack-watch.ts";

/** A piece of a log as Docker sends it: from which stream, how long, and the text. */
function frame(text: string): Buffer {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

const resources = [{ container: { name: "kafka", state: "running", health: undefined } }];
const state = { resources: resources as readonly Partial<ResourceRow>[] } as StackState;

/** The routes on a Docker that answers like this; only the container `kafka` is the stack's. */
async function served(docker: RequestListener, stack: Partial<StackWatch> = {}) {
  const port = await listenUntilDone(docker);
  const logs = openLogs(() => createClient({ host: `tcp://127.0.0.1:${port}`, source: "a test" }));
  const preview = async () => ({ steps: [], said: [] });
  return serveRoutes(createStackRoutes({ stack: { look: async () => state, preview, ...stack }, logs }));
}

const never: RequestListener = () => {
  throw new Error("nobody may ask Docker");
};

test("when a preview is asked for, then the plan comes, or why there is none", async () => {
  const { post } = await served(never);
  expect(await post("/stack/preview", { lang: "en" })).toEqual({
    status: 200,
    body: { steps: [], said: [] },
  });
  expect(await post("/stack/preview", { lang: "de" })).toMatchObject({ status: 400 });
  const busy = await served(never, {
    preview: () => {
      throw new Refusal(409, { en: "at work", fr: "en cours" });
    },
  });
  expect(await busy.post("/stack/preview", { lang: "fr" })).toMatchObject({
    status: 409,
    body: { words: { fr: "en cours" } },
  });
});

test("when a log is read, then its last lines come, and nothing in it acts on the page", async () => {
  const asked: string[] = [];
  const { get } = await served((req, res) => {
    asked.push(req.url ?? "");
    res.end(Buffer.concat([frame("one\n"), frame("\u001b[2Jtwo\n")]));
  });
  expect(await get("/stack/containers/kafka/logs?lines=5")).toEqual({
    status: 200,
    body: { text: "one\n␛[2Jtwo\n" },
  });
  expect(asked).toEqual([expect.stringMatching(/^\/containers\/kafka\/logs\?.*tail=5/)]);
  for (const lines of ["0", "2001", "x"])
    expect((await get(`/stack/containers/kafka/logs?lines=${lines}`)).status).toBe(400);
});

test.each(["logs", "health", "logs/follow"])(
  "when another container's %s are asked for, then Docker is not asked",
  async (what) => {
    const { get } = await served(never);
    for (const name of ["other", "..%2F..%2Finfo", "kafka%2Fjson"])
      expect(await get(`/stack/containers/${name}/${what}`)).toMatchObject({
        status: 404,
        body: { words: { en: expect.stringContaining("no such container") } },
      });
  },
);

test("when a log is followed, then lines come as they are written, until the page leaves", async () => {
  let docker: ServerResponse | undefined;
  let isClosed = false;
  const { origin } = await served((_req, res) => {
    docker = res;
    res.on("close", () => (isClosed = true));
    res.write(frame("one\n"));
  });
  const leaving = new AbortController();
  const response = await fetch(`${origin}/stack/containers/kafka/logs/follow`, { signal: leaving.signal });
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  let text = "";
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  await eventually("the first line", () => text === "one\n");
  docker?.write(frame("tw"));
  docker?.write(frame("o\n"));
  await eventually("the second line", () => text === "one\ntwo\n");
  leaving.abort();
  await eventually("Docker's connection is closed", () => isClosed);
  await reading;
});

test("when Docker refuses, then the page gets its reason", async () => {
  const { get } = await served((_req, res) => {
    res.writeHead(409, { "content-type": "application/json" }).end('{"message":"is being removed"}');
  });
  for (const what of ["logs", "health", "logs/follow"])
    expect(await get(`/stack/containers/kafka/${what}`)).toMatchObject({
      status: 409,
      body: { words: { en: expect.stringContaining("is being removed") } },
    });
});

test("when a followed container ends, then so does its log", async () => {
  const { origin } = await served((_req, res) => res.end(frame("the end")));
  expect(await (await fetch(`${origin}/stack/containers/kafka/logs/follow`)).text()).toBe("the end\n");
});

test("when too many logs are followed, then another one is refused", async () => {
  const { origin, get } = await served((_req, res) => void res.write(frame("one\n")));
  const leaving = new AbortController();
  const follow = () => fetch(`${origin}/stack/containers/kafka/logs/follow`, { signal: leaving.signal });
  await Promise.all(Array.from({ length: 8 }, follow));
  expect(await get("/stack/containers/kafka/logs/follow")).toMatchObject({ status: 503 });
  leaving.abort();
  await eventually(
    "there is room again",
    async () =>
      (await fetch(`${origin}/stack/containers/kafka/logs/follow`, { signal: AbortSignal.timeout(500) }))
        .status === 200,
  );
});

test("when the health check is looked at, then its last runs come, and none without one", async () => {
  const log = [{ Start: "2026-01-02T03:04:05.5Z", End: "", ExitCode: 1, Output: "no\u001b[0m" }];
  const states: object[] = [{ Health: { Log: log } }, {}];
  const { get } = await served((_req, res) => {
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify({ State: states.shift() }));
  });
  const atMs = Date.parse("2026-01-02T03:04:05.5Z");
  expect((await get("/stack/containers/kafka/health")).body).toEqual({
    probes: [{ atMs, exitStatus: 1, output: "no␛[0m" }],
  });
  expect((await get("/stack/containers/kafka/health")).body).toEqual({ probes: [] });
});
