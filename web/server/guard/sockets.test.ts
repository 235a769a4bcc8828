import { once } from "node:events";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "../../../tests/support/eventually.ts";
import { PAGE_PROTOCOL } from "../../contract/page-token.ts";
import { TERMINAL_PROTOCOL, TERMINALS_PATH } from "../../contract/terminal.ts";
import { type ServedPage, servePage } from "../testing/served-page.ts";

interface Knock {
  readonly origin?: string;
  readonly cookie?: string;
  readonly host?: string;
  readonly protocols?: readonly string[];
  readonly path?: string;
}

/** Asks for a socket, and says what came: `open`, or the status of the refusal. */
async function knock(page: ServedPage, given: Knock): Promise<string> {
  const { origin = page.origin, cookie = page.cookie, host, path = `${TERMINALS_PATH}/none` } = given;
  const protocols = given.protocols ?? [TERMINAL_PROTOCOL, `${PAGE_PROTOCOL}${page.pageToken}`];
  const headers = { cookie, ...(host === undefined ? {} : { host }) };
  const socket = new WebSocket(`ws://127.0.0.1:${page.served.port}${path}`, [...protocols], {
    headers,
    origin,
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.on("open", () => resolve("open"));
  socket.on("unexpected-response", (_req, response) => resolve(String(response.statusCode)));
  socket.on("error", (error) => resolve(error.message));
  return promise.finally(() => socket.terminate());
}

test("when a socket has no cookie, another origin or host, or no page token, then it is refused", async () => {
  const page = await servePage();
  const { port } = page.served;
  expect(await knock(page, {})).toBe("open");
  expect(await knock(page, { cookie: "" })).toBe("401");
  expect(await knock(page, { origin: "https://evil.example" })).toBe("403");
  expect(await knock(page, { origin: "http://127.0.0.1:1" })).toBe("403");
  expect(await knock(page, { origin: `http://localhost:${port}` })).toBe("403");
  expect(await knock(page, { origin: "null" })).toBe("403");
  expect(await knock(page, { host: `evil.example:${port}` })).toBe("403");
  expect(await knock(page, { protocols: [TERMINAL_PROTOCOL] })).toBe("403");
  expect(await knock(page, { protocols: [TERMINAL_PROTOCOL, `${PAGE_PROTOCOL}wrong`] })).toBe("403");
  expect(await knock(page, { protocols: [`${PAGE_PROTOCOL}${page.pageToken}`] })).toBe("403");
  for (const path of [
    "/",
    "/api/events",
    TERMINALS_PATH,
    `${TERMINALS_PATH}/../x`,
    `${TERMINALS_PATH}/a%2fb`,
  ])
    expect(await knock(page, { path }), path).toBe("404");
});

test("when a message is too long, or none of the contract, then the socket is closed, and the shell stays", async () => {
  const page = await servePage();
  const tab = await page.openTab();
  const closings = [
    "x".repeat(300_000),
    "not JSON",
    '{"type":"run"}',
    '{"type":"resize","columns":0,"rows":-1}',
  ];
  const codes = [];
  for (const closing of closings) {
    const terminal = page.attach(tab.id);
    await terminal.until("prompt");
    const closed = once(terminal.socket, "close");
    terminal.socket.send(closing);
    codes.push((await closed)[0]);
  }
  expect(codes).toEqual([1009, 1007, 1007, 1007]);
  const terminal = page.attach(tab.id);
  await terminal.until("prompt");
  expect(await terminal.run(1, "echo still")).toMatchObject({ output: "still\r\n" });
  await eventually("only one socket is left", () => page.served.connected().terminals === 1);
});
