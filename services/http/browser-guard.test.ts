import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createApp as createA } from "../service-a/app.ts";
import { createApp as createB } from "../service-b/app.ts";
import { listen } from "./http-server.ts";
import { commonParts } from "./testing/test-server.ts";

const receipt = { topic: "message-topic", partition: 0, offset: 0, timestamp: 1 };
const message = { ...receipt, message: "m", key: null, headers: {} };
const apps = {
  "service-a": () => createA({ ...commonParts(), send: async () => receipt, bodyLimitBytes: 1_000 }),
  "service-b": () =>
    createB({
      ...commonParts(),
      take: () => {
        taken += 1;
        return {
          delivery: Promise.resolve({ message, settle: () => undefined }),
          leave: () => undefined,
        };
      },
      checkMembership: () => undefined,
      writeDeadlineMs: 1_000,
    }),
};
let taken = 0;

beforeEach(() => {
  taken = 0;
});

type Headers = Record<string, string>;

/** Sends exactly the headers of a browser, which `fetch` of Node does not let a caller set. */
async function ask(
  name: keyof typeof apps,
  headers: Headers,
  { method = "", path = "/api/messages", version = "1.1" } = {},
) {
  const { log } = commonParts();
  const server = listen(apps[name](), { HOST: "127.0.0.1", PORT: 0 }, log);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const isPost = (method || (name === "service-a" ? "POST" : "GET")) === "POST";
  const all: Headers = {
    ...(version === "1.1" && { host: "localhost:5101" }),
    connection: "close",
    ...(isPost && { "content-type": "text/plain", "content-length": "1" }),
    ...headers,
  };
  const lines = Object.entries(all).map(([header, value]) => `${header}: ${value}\r\n`);
  const verb = method || (isPost ? "POST" : "GET");
  socket.write(`${verb} ${path} HTTP/${version}\r\n${lines.join("")}\r\n${isPost ? "m" : ""}`);
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head: head.toLowerCase(), body };
}

/** As browsers and PowerShell call themselves. */
const browser = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0" };
const powerShell = {
  "user-agent": "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.1",
};
const crossSite = { "sec-fetch-site": "cross-site" };
const foreign: [string, Headers][] = [
  ["a page of another site fetches, or posts a form", { origin: "https://evil.example" }],
  ["a page has no origin to name, as in a sandbox or a file", { origin: "null" }],
  ["the origin only looks like ours", { origin: "http://localhost.evil.example" }],
  ["the origin only starts like an address", { origin: "http://127.0.0.1.evil.example:5101" }],
  [
    "a page without TLS shows an image of the service by https",
    { ...crossSite, "sec-fetch-mode": "no-cors" },
  ],
  ["an extension asks", { origin: "chrome-extension://localhost" }],
  [
    "an image or a script of another site loads",
    { ...crossSite, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
  ],
  [
    "a link of another site is followed",
    { ...crossSite, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
  ],
  [
    "a foreign name points to this machine",
    { host: "rebound.example:5101", "sec-fetch-site": "same-origin" },
  ],
  ["a browser does not say which page asks, as with 0.0.0.0", { host: "0.0.0.0:5101", ...browser }],
  [
    "a browser names a foreign page but not its site, as with a container",
    { host: "service-x:5101", referer: "http://evil.example/", ...browser },
  ],
  [
    "a page of the same site, but of another host, shows an image of a host that is allowed",
    { host: "lab.example", "sec-fetch-site": "same-site", referer: "https://evil.example/", ...browser },
  ],
  ["a foreign name with its own origin points here", { host: "evil.example", origin: "http://evil.example" }],
];

const welcome: [string, Headers][] = [
  ["curl, Postman or a program asks", {}],
  ["it is asked by address", { host: "127.0.0.1:5101" }],
  ["it is asked by IPv6", { host: "[::1]:5101" }],
  ["it is asked by its name in the network", { host: "service-x:5101" }],
  ["it is asked from another container through the host", { host: "host.docker.internal:5101" }],
  ["its settings allow the name", { host: "lab.example", origin: "https://lab.example" }],
  [
    "a page on another port of this machine fetches",
    { origin: "http://localhost:3000", "sec-fetch-site": "same-site" },
  ],
  ["a page by https fetches", { host: "localhost:7101", origin: "https://localhost:7102" }],
  [
    "a page by http fetches by https, which is another site to browsers",
    { host: "localhost:7101", origin: "http://localhost:3000", ...crossSite },
  ],
  ["a page by address fetches", { origin: "http://127.0.0.1:8080", ...crossSite }],
  ["a page on this machine shows it as an image", { "sec-fetch-site": "same-site" }],
  [
    "curl asks an address to which browsers send no origin",
    { host: "0.0.0.0:5101", "user-agent": "curl/8.0" },
  ],
  ["PowerShell asks by a container's name", { host: "service-x:5101", ...powerShell }],
  [
    "a page on this machine shows what a container has as an image",
    { host: "service-x:5101", referer: "http://localhost:3000/", ...browser },
  ],
  ["an old browser asks by localhost", { host: "localhost:5101", ...browser }],
  ["somebody types the address", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }],
];

for (const name of ["service-a", "service-b"] as const) {
  for (const [what, headers] of foreign) {
    test(`when ${what}, then ${name} refuses with a hint, and nothing is sent or taken`, async () => {
      const { status, head, body } = await ask(name, headers);
      expect(status).toBe(403);
      expect(head).not.toContain("access-control-allow-origin");
      expect(JSON.parse(body)).toMatchObject({ status: 403, hint: expect.stringContaining("ALLOWED_HOSTS") });
      expect(taken).toBe(0);
    });
  }

  for (const [what, headers] of welcome) {
    test(`when ${what}, then ${name} answers`, async () => {
      const { status, head } = await ask(name, headers);
      expect(status).toBe(200);
      expect(head.includes("access-control-allow-origin")).toBe("origin" in headers);
      if (headers.origin) expect(head).toContain(`access-control-allow-origin: ${headers.origin}`);
    });
  }

  test(`when a page on this machine asks before it sends, then ${name} allows method and headers`, async () => {
    const preflight = {
      origin: "http://localhost:3000",
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type, x-request-id",
    };
    const allowed = await ask(name, preflight, { method: "OPTIONS" });
    expect(allowed.status).toBe(204);
    expect(allowed.head).toContain("access-control-allow-headers: content-type, x-request-id");
    expect(allowed.head).toMatch(/access-control-allow-methods: .*post/);
    const refused = await ask(name, { ...preflight, origin: "https://evil.example" }, { method: "OPTIONS" });
    expect(refused.status).toBe(403);
    const noPreflight = await ask(name, {}, { method: "OPTIONS" });
    expect(noPreflight.status).toBe(405);
  });

  test(`when a page on this machine makes a mistake, then it can read the problem of ${name}`, async () => {
    const { status, head } = await ask(name, { origin: "http://localhost:3000" }, { path: "/nothing" });
    expect(status).toBe(404);
    expect(head).toContain("access-control-allow-origin: http://localhost:3000");
  });

  test(`when ${name} is probed in HTTP/1.0, without a host, then it answers`, async () => {
    const { status } = await ask(name, {}, { method: "GET", path: "/readyz", version: "1.0" });
    expect(status).toBe(200);
  });

  test(`when a link from elsewhere leads to ${name}, then nothing is shown`, async () => {
    const link = { ...crossSite, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    const statusOf = async (path: string) => (await ask(name, link, { method: "GET", path })).status;
    for (const path of ["/readyz", "/healthz", "/metrics", "/openapi.json"])
      expect(await statusOf(path)).toBe(403);
  });
}

test("when somebody types the address of a page that changes nothing, by a container's name, then it is shown", async () => {
  for (const path of ["/readyz", "/metrics", "/openapi.json"])
    expect(
      (await ask("service-b", { host: "service-x:5101", ...browser }, { method: "GET", path })).status,
    ).toBe(200);
});

test("when it is asked by an address of this machine's own networks, then it answers", async () => {
  for (const host of ownHosts()) {
    const { status } = await ask("service-a", { host });
    // A container that ends takes its interface with it.
    if (ownHosts().includes(host)) expect({ host, status }).toEqual({ host, status: 200 });
  }
});

function ownHosts(): string[] {
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return own.map(({ address, family }) => (family === "IPv6" ? `[${address}]:5101` : `${address}:5101`));
}
