import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "../../../tests/support/eventually.ts";
import { TERMINALS_PATH } from "../../contract/terminal.ts";
import { newFolder } from "../testing/served-page.ts";
import type { Pty } from "./pty.ts";
import { createTerminalSockets } from "./sockets.ts";
import { createTerminals } from "./terminals.ts";

/** A terminal whose program is the test, behind sockets without a guard. */
async function serveFake(pingMs: number) {
  let write: (data: string) => void = () => undefined;
  let isPaused = false;
  const pty: Pty = {
    pid: 0,
    onData: (listener) => {
      write = listener;
    },
    onExit: (listener) => onTestFinished(() => listener({ exitCode: 0 })),
    write: () => undefined,
    resize: () => undefined,
    kill: () => undefined,
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
  };
  const terminals = createTerminals({ projectDir: newFolder(), env: process.env, pty: () => pty });
  const sockets = createTerminalSockets(terminals, pingMs);
  const server = createServer().on("upgrade", sockets.accept).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    sockets.close();
    server.close();
  });
  const { id } = terminals.open({ columns: 80, rows: 24 });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}${TERMINALS_PATH}/${id}`;
  const open = async (options = {}) => {
    const socket = new WebSocket(url, options);
    onTestFinished(() => socket.terminate());
    await once(socket, "open");
    return socket;
  };
  return { sockets, open, write: (data: string) => write(data), isPaused: () => isPaused };
}

test("when a page answers no ping, then it is cut off, and others stay", async () => {
  const { sockets, open } = await serveFake(30);
  const gone = await open({ autoPong: false });
  const there = await open();
  await eventually("it is cut off", () => gone.readyState === WebSocket.CLOSED);
  expect(there.readyState).toBe(WebSocket.OPEN);
  expect(sockets.connected()).toBe(1);
});

test("when a page does not read, then the shell waits for it, and goes on when it reads or leaves", async () => {
  const { open, write, isPaused } = await serveFake(60_000);
  const slow = await open();
  const fast = await open();
  for (const leave of [false, true]) {
    slow.pause();
    await eventually("the shell waits", () => {
      write("x".repeat(100_000));
      return isPaused();
    });
    if (leave) slow.terminate();
    else slow.resume();
    await eventually("the shell goes on", () => !isPaused());
  }
  expect(fast.readyState).toBe(WebSocket.OPEN);
});
