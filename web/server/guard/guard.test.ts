import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { PAGE_TOKEN_HEADER } from "../../contract/page-token.ts";
import { TERMINALS_PATH } from "../../contract/terminal.ts";
import { ask } from "../testing/ask.ts";
import { newFolder, pathOf, servePage } from "../testing/served-page.ts";

const change = { method: "POST", path: TERMINALS_PATH, body: "{}" };
const person = { accept: "text/html,application/xhtml+xml" };

test("when the printed address is opened, then the browser gets a cookie, and the token leaves the address", async () => {
  const { served, cookie } = await servePage();
  const answer = await ask(served.port, { path: pathOf(served.openUrl()) });
  expect(answer).toMatchObject({ status: 303, headers: { location: "/", "referrer-policy": "no-referrer" } });
  const set = `kafka-lab-${served.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/`;
  expect(String(answer.headers["set-cookie"])).toMatch(new RegExp(`^${set}$`));
  expect(await ask(served.port, { headers: { cookie } })).toMatchObject({ status: 200 });
});

test("when a token is used again, or is none, then it opens nothing, and the answer says what to do", async () => {
  const { served } = await servePage();
  const path = pathOf(served.openUrl());
  await ask(served.port, { path });
  const again = await ask(served.port, { path, headers: person });
  expect(again).toMatchObject({ status: 401, body: expect.stringContaining("used already") });
  expect(again.headers["set-cookie"]).toBeUndefined();
  expect(again.body).toContain("Run `./lab open` again");
  expect(await ask(served.port, { path: "/?token=1.x.y" })).toMatchObject({ status: 401 });
  expect((await ask(served.port, { path: "/?token=a&token=b" })).status).toBe(401);
});

test("when a browser without the cookie asks, then it gets nothing, whatever it asks for", async () => {
  const { served, pageToken, origin } = await servePage();
  for (const path of ["/", "/client/main.js", "/api/events", TERMINALS_PATH, "/nowhere"])
    expect(await ask(served.port, { path })).toMatchObject({ status: 401 });
  const headers = { origin, [PAGE_TOKEN_HEADER]: pageToken };
  expect(await ask(served.port, { ...change, headers })).toMatchObject({ status: 401 });
  const cookie = `kafka-lab-${served.port}=wrong`;
  expect(await ask(served.port, { headers: { cookie } })).toMatchObject({ status: 401 });
});

test("when the server starts again, then the browser is still known", async () => {
  const projectDir = newFolder();
  const first = await servePage({ projectDir });
  const { port } = first.served;
  await first.served.close();
  const second = await servePage({ projectDir, port });
  expect(second.served.port).toBe(port);
  expect((await ask(port, { headers: { cookie: first.cookie } })).body).toContain(first.pageToken);
});

test("when a foreign name points to this machine, then it is refused with a sentence, cookie or not", async () => {
  const { ask: askAsPage, served } = await servePage();
  for (const host of [
    "evil.example",
    `evil.example:${served.port}`,
    `127.0.0.1.evil.example:${served.port}`,
  ]) {
    const answer = await askAsPage({ headers: { host } });
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining("DNS rebinding") });
  }
  const forwarded = await askAsPage({
    headers: { host: "localhost:40001", origin: "http://localhost:40001" },
  });
  expect(forwarded.status).toBe(200);
});

test("when a request names two hosts, or a whole address, then it is refused", async () => {
  const { served, cookie } = await servePage();
  const own = `127.0.0.1:${served.port}`;
  const send = async (line: string, hosts: readonly string[]) => {
    const socket = connect(served.port, "127.0.0.1");
    const heads = [...hosts.map((host) => `Host: ${host}`), `Cookie: ${cookie}`, "Connection: close"];
    socket.write(`GET ${line} HTTP/1.1\r\n${heads.join("\r\n")}\r\n\r\n`);
    return (await text(socket)).slice(9, 12);
  };
  expect(await send("/", [own])).toBe("200");
  expect(await send("/", [own, "evil.example"])).toMatch(/400|403/);
  expect(await send("http://evil.example/", [own])).toBe("403");
  expect(await send("/", [])).toMatch(/400|403/);
});

test("when a named host is asked over https, then it is served, and its cookie is for https only", async () => {
  const { served } = await servePage({ hosts: ["lab.example.org"] });
  const headers = { host: "lab.example.org", "x-forwarded-proto": "https" };
  const answer = await ask(served.port, { path: pathOf(served.openUrl()), headers });
  expect(String(answer.headers["set-cookie"])).toMatch(/; Secure$/);
  expect(await ask(served.port, { headers: { host: "lab.example.org" } })).toMatchObject({ status: 403 });
});

test.each([
  ["another site", "https://evil.example"],
  ["another port of this machine", "http://127.0.0.1:1"],
  ["another name of this machine", "http://localhost:PORT"],
  ["https", "https://127.0.0.1:PORT"],
  ["a file or a sandbox", "null"],
])("when a page of %s asks, then it is refused, changes and reads alike", async (_where, template) => {
  const { ask: askAsPage, served } = await servePage();
  const origin = template.replace("PORT", String(served.port));
  expect(await askAsPage({ ...change, headers: { origin } })).toMatchObject({ status: 403 });
  expect(await askAsPage({ path: TERMINALS_PATH, headers: { origin } })).toMatchObject({ status: 403 });
  expect(await askAsPage({ ...change, method: "OPTIONS", headers: { origin } })).toMatchObject({
    status: 403,
  });
});

test("when a change has no origin, or no page token or a wrong one, then it is refused", async () => {
  const { served, origin, cookie, pageToken } = await servePage();
  const tried = async (headers: Record<string, string>, method = "POST") =>
    (await ask(served.port, { ...change, method, headers: { cookie, ...headers } })).status;
  expect(await tried({ [PAGE_TOKEN_HEADER]: pageToken })).toBe(403);
  expect(await tried({ origin })).toBe(403);
  expect(await tried({ origin, [PAGE_TOKEN_HEADER]: `${pageToken}x` })).toBe(403);
  expect(await tried({ origin, [PAGE_TOKEN_HEADER]: cookie.split("=")[1] ?? "" })).toBe(403);
  for (const method of ["PUT", "DELETE", "PATCH"]) expect(await tried({ origin }, method)).toBe(403);
  // It got past the guard: the body is what is wrong.
  expect(await tried({ origin, [PAGE_TOKEN_HEADER]: pageToken })).toBe(400);
});

test("when the browser says that a page from elsewhere loads something, then it is refused", async () => {
  const { served, cookie } = await servePage();
  const load = async (site: string, dest: string, mode: string) => {
    const fetched = { "sec-fetch-site": site, "sec-fetch-dest": dest, "sec-fetch-mode": mode };
    return (await ask(served.port, { headers: { cookie, ...fetched } })).status;
  };
  for (const site of ["cross-site", "same-site"]) {
    expect(await load(site, "script", "no-cors")).toBe(403);
    expect(await load(site, "iframe", "navigate")).toBe(403);
    expect(await load(site, "document", "navigate")).toBe(200);
  }
  expect(await load("same-origin", "empty", "cors")).toBe(200);
});

test("when a link on another site is followed, then the page asks once more by itself, with its cookie", async () => {
  const { served } = await servePage();
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" };
  const answer = await ask(served.port, { headers: { ...person, ...link } });
  expect(answer.body).toContain('http-equiv="refresh" content="0; url=/"');
  const again = await ask(served.port, { headers: { ...person, ...link, "sec-fetch-site": "same-origin" } });
  expect(again.status).toBe(401);
});

test("when anything is answered, then its headers let nothing else load, frame or keep it", async () => {
  const { ask: askAsPage, served } = await servePage();
  const answers = [await askAsPage({}), await askAsPage({ path: "/nowhere" }), await ask(served.port, {})];
  const policies = answers.map(({ headers }) => {
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(headers["x-powered-by"]).toBeUndefined();
    return String(headers["content-security-policy"]);
  });
  const nonces = policies.map((policy) => /'nonce-([\w-]{22})'/.exec(policy)?.[1]);
  expect(new Set(nonces).size).toBe(3);
  expect(answers[0]?.body).toContain(`name="nonce" content="${nonces[0]}"`);
  expect(policies[0]).toContain("default-src 'none'; script-src 'self';");
});
