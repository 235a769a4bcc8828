import type { IncomingMessage, RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { eventually } from "../../../tests/support/eventually.ts";
import { listenUntilDone, serveRoutes } from "../testing/served-routes.ts";
import type { ServiceAddress } from "./addresses.ts";
import { type ApiParts, createApiRoutes } from "./routes.ts";

const nothing: RequestListener = (_req, res) => void res.writeHead(404).end();

/** The routes, with service-a as it answers here; service-b listens nowhere. */
async function served(serviceA: RequestListener, parts: Partial<ApiParts> = {}) {
  const at = (name: string, kind: ServiceAddress["kind"], port: number) =>
    ({ name, kind, host: "127.0.0.1", port }) as const;
  const port = await listenUntilDone(serviceA);
  const addresses = () => [at("service-a", "service-a", port), at("service-b-2", "service-b", 1)];
  return { port, ...(await serveRoutes(createApiRoutes({ addresses, ...parts }))) };
}

const call = (more: object = {}) => ({ method: "GET", path: "/healthz", headers: [], ...more });

test("when the services are listed, then each with its address, and whether it is up", async () => {
  const { port, get } = await served((_req, res) => void res.end("{}"));
  expect((await get("/services")).body).toEqual([
    { name: "service-a", url: `http://127.0.0.1:${port}`, isUp: true },
    { name: "service-b-2", url: "http://127.0.0.1:1", isUp: false },
  ]);
});

test("when a service is called, then it gets exactly that, and the page all of its answer", async () => {
  let seen: (Pick<IncomingMessage, "method" | "url" | "rawHeaders"> & { body: string }) | undefined;
  const { port, post } = await served(async (req, res) => {
    const { method, url, rawHeaders } = req;
    seen = { method, url, rawHeaders, body: await text(req) };
    res.setHeader("X-Two", ["one", "two"]);
    res.writeHead(302, { location: "http://example.com/" }).end("é");
  });
  const headers = [
    ["Content-Type", "application/json"],
    ["x-two", "1"],
    ["X-Two", "2"],
  ];
  const { status, body } = await post(
    "/services/service-a/calls",
    call({ method: "POST", path: "/api/messages?key=a b#c", headers, body: '"Olé"' }),
  );
  expect(seen).toMatchObject({ method: "POST", url: "/api/messages?key=a%20b", body: '"Olé"' });
  expect(seen?.rawHeaders.join("\n")).toContain("x-two\n1\nx-two\n2");
  expect(seen?.rawHeaders).toEqual(expect.arrayContaining(["content-length", "6", `127.0.0.1:${port}`]));
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 302, body: "é", isCut: false, tookMs: expect.any(Number) });
  expect(body.headers).toEqual(
    expect.arrayContaining([
      ["X-Two", "one"],
      ["X-Two", "two"],
      ["location", "http://example.com/"],
    ]),
  );
});

test("when a GET has a body, then it arrives as one request", async () => {
  const urls: unknown[] = [];
  const { post } = await served(async (req, res) => {
    urls.push(req.url);
    res.end(await text(req));
  });
  const body = "GET /second HTTP/1.1\r\nHost: x\r\n\r\n";
  expect((await post("/services/service-a/calls", call({ body }))).body.body).toBe(body);
  expect(urls).toEqual(["/healthz"]);
});

test.each([
  { method: "CONNECT" },
  { path: "http://example.com/" },
  { path: "healthz" },
  { headers: [["Host", "example.com"]] },
  { headers: [["transfer-encoding", "chunked"]] },
  { headers: [["a b", "c"]] },
  { headers: [["a", "b\r\nc: d"]] },
  { headers: [["a", "日"]] },
  { host: "example.com" },
])("when a call has %j, then it is refused, and nothing is sent", async (wrong) => {
  const { post } = await served(() => {
    throw new Error("nothing may be sent");
  });
  expect((await post("/services/service-a/calls", call(wrong))).status).toBe(400);
});

test.each(["service-c", "service-b", "127.0.0.1:9092", "..%2Flessons", "__proto__"])(
  "when %s is called, which is no service of the stack, then it is refused",
  async (name) => {
    const { post, get } = await served(nothing);
    expect((await post(`/services/${name}/calls`, call())).status).toBe(404);
    expect((await get(`/services/${name}/openapi`)).status).toBe(404);
  },
);

test("when a path begins with two slashes, then it is still a path of the service", async () => {
  const { post } = await served((req, res) => void res.end(req.url));
  const { body } = await post("/services/service-a/calls", call({ path: "//example.com/x" }));
  expect(body.body).toBe("//example.com/x");
});

test("when an answer is long, then its end is left out", async () => {
  const { post } = await served((_req, res) => void res.end("x".repeat(600_000)));
  const { body } = await post("/services/service-a/calls", call());
  expect(body).toMatchObject({ isCut: true });
  expect(body.body).toHaveLength(256 * 1024);
});

test("when a service does not answer, then the page is told which and why", async () => {
  const { post } = await served(() => {}, { timeoutMs: 50 });
  expect(await post("/services/service-a/calls", call())).toMatchObject({
    status: 504,
    body: { words: { en: expect.stringMatching(/^service-a .* within 0\.05 s/) } },
  });
  expect(await post("/services/service-b-2/calls", call())).toMatchObject({
    status: 502,
    body: { words: { en: expect.stringContaining("ECONNREFUSED") } },
  });
});

test("when the page leaves, then the call ends, so that no message is read for nobody", async () => {
  let isAsked = false;
  let isLeft = false;
  const { origin } = await served((req) => {
    isAsked = true;
    req.socket.on("close", () => {
      isLeft = true;
    });
  });
  const leaving = new AbortController();
  const asked = fetch(`${origin}/services/service-a/calls`, {
    ...{ method: "POST", body: JSON.stringify(call()), signal: leaving.signal },
    headers: { "content-type": "application/json" },
  });
  await eventually("the service is asked", () => isAsked);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await eventually("the service is left", () => isLeft);
});

test("when the OpenAPI document is wanted, then the service's own comes, or that of its source", async () => {
  let answer = '{"openapi":"3.1.0","info":{}}';
  const { get } = await served((req, res) => void res.end(req.url === "/openapi.json" ? answer : "{}"));
  const openapi = async (name: string) => (await get(`/services/${name}/openapi`)).body;
  expect(await openapi("service-a")).toEqual({ from: "service", document: JSON.parse(answer) });
  answer = "[]";
  expect(await openapi("service-a")).toMatchObject({
    from: "source",
    document: { info: { title: "service-a: HTTP in, Kafka out" }, paths: { "/api/messages": { post: {} } } },
  });
  expect(await openapi("service-b-2")).toMatchObject({
    from: "source",
    document: { paths: { "/api/messages": { get: {} } } },
  });
});

test("when neither the service nor its source says anything, then the page is told", async () => {
  const describe = () => Promise.reject(new SyntaxError("Unexpected token"));
  const { get } = await served(nothing, { describe });
  expect(await get("/services/service-a/openapi")).toMatchObject({
    status: 502,
    body: { words: { en: expect.stringContaining("Unexpected token") } },
  });
});
