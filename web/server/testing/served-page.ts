import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "../../../tests/support/eventually.ts";
import { PAGE_PROTOCOL, PAGE_TOKEN_HEADER } from "../../contract/page-token.ts";
import {
  type FromTerminal,
  TERMINAL_PROTOCOL,
  TERMINALS_PATH,
  type TerminalTab,
  type ToTerminal,
} from "../../contract/terminal.ts";
import { type Served, type ServeOptions, serve } from "../serve.ts";
import { type Answer, type Asked, ask } from "./ask.ts";

/** A served page, and a browser that was let in. */
export interface ServedPage {
  readonly served: Served;
  readonly origin: string;
  readonly cookie: string;
  readonly pageToken: string;
  /** As the page itself asks: with cookie, origin and page token. */
  ask(asked: Asked): Promise<Answer>;
  openTab(): Promise<TerminalTab>;
  attach(id: string): AttachedTerminal;
}

/** Serves a folder of its own until the test ends. */
export async function servePage(options: Partial<ServeOptions> = {}): Promise<ServedPage> {
  const projectDir = options.projectDir ?? newFolder();
  // Not the shell and the settings of whoever runs the tests.
  const env = { ...process.env, SHELL: "/bin/bash", HOME: newFolder() };
  const served = await serve({ port: 0, env, ...options, projectDir });
  onTestFinished(served.close);
  const { port } = served;
  const origin = `http://127.0.0.1:${port}`;
  const [cookie = ""] = String(
    (await ask(port, { path: pathOf(served.openUrl()) })).headers["set-cookie"],
  ).split(";");
  const document = await ask(port, { headers: { cookie } });
  const pageToken = /name="page-token" content="([^"]+)"/.exec(document.body)?.[1] ?? "";
  const own = { cookie, origin, [PAGE_TOKEN_HEADER]: pageToken, "content-type": "application/json" };
  const askAsPage = (asked: Asked) => ask(port, { ...asked, headers: { ...own, ...asked.headers } });
  return {
    served,
    origin,
    cookie,
    pageToken,
    ask: askAsPage,
    openTab: async () => {
      const body = JSON.stringify({ columns: 80, rows: 24 });
      const answer = await askAsPage({ method: "POST", path: TERMINALS_PATH, body });
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.body}`);
      return JSON.parse(answer.body);
    },
    attach: (id) =>
      attach(
        new WebSocket(
          `ws://127.0.0.1:${port}${TERMINALS_PATH}/${id}`,
          [TERMINAL_PROTOCOL, `${PAGE_PROTOCOL}${pageToken}`],
          { headers: { cookie }, origin },
        ),
      ),
  };
}

/** A page's view of a terminal. */
export interface AttachedTerminal {
  readonly socket: WebSocket;
  readonly messages: readonly FromTerminal[];
  readonly shown: () => string;
  send(message: ToTerminal): void;
  /** Waits for the newest prompt message to say this. */
  until(at: "prompt" | "running"): Promise<void>;
  run(id: number, text: string): Promise<FromTerminal>;
  leave(): Promise<void>;
}

function attach(socket: WebSocket): AttachedTerminal {
  const messages: FromTerminal[] = [];
  socket.on("message", (data) => messages.push(JSON.parse(String(data))));
  onTestFinished(() => socket.terminate());
  const send = (message: ToTerminal) => socket.send(JSON.stringify(message));
  const at = () => messages.findLast((message) => message.type === "prompt")?.at;
  return {
    socket,
    messages,
    send,
    shown: () => messages.map((message) => (message.type === "output" ? message.data : "")).join(""),
    until: async (wanted) => void (await eventually(`the shell is at ${wanted}`, () => at() === wanted)),
    run: (id, text) => {
      send({ type: "run", id, text });
      return eventually(`an answer to: ${text}`, () =>
        messages.find((message) => "id" in message && message.id === id),
      );
    },
    leave: async () => {
      socket.close();
      await eventually("the socket is closed", () => socket.readyState === WebSocket.CLOSED);
    },
  };
}

/** A folder until the test ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kafka-lab-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path and query of a URL, as a browser sends them. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}
