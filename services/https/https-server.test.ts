import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import express from "express";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../tests/support/ports.ts";
import { until } from "../http/testing/test-server.ts";
import { listenSecurely } from "./https-server.ts";
import { readIdentity } from "./identity-folder.ts";

const app = express().get("/", (req, res) => void res.send(`by ${req.protocol}`));

test("when there is a folder for it, then the app is served by https, with a certificate that is made", async () => {
  const { folder, port, lines } = await serve();
  expect(await ask(port, folder)).toBe("by https");
  expect(lines.map(({ msg }) => msg)).toEqual(["listening"]);
});

test("when a certificate is replaced, then new connections get the new one", async () => {
  const { folder, port } = await serve(20);
  const before = await certificateAt(port);
  rmSync(join(folder, "current"));
  await until(() => readIdentity(folder) !== undefined);
  await expect.poll(() => certificateAt(port)).not.toEqual(before);
  expect(await ask(port, folder)).toBe("by https");
});

test("when there is no folder for it, then nothing listens", async () => {
  const port = await freePort();
  const { stop } = listenSecurely(app, { HOST: "127.0.0.1", HTTPS_PORT: port, CERTIFICATES: "" }, pino());
  await expect(certificateAt(port)).rejects.toThrow("ECONNREFUSED");
  await stop();
});

test("when the folder cannot be used, then that is said once, and tried again", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "file");
  writeFileSync(path, "");
  const { lines, port } = await serve(10, path, false);
  await until(() => lines.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(lines.map(({ msg }) => msg)).toEqual(["there is no certificate for https"]);
  rmSync(path);
  mkdirSync(path);
  await until(() => lines.length > 1);
  expect(await ask(port, path)).toBe("by https");
});

test("when it stops, then the port is free, and what is being made is not served any more", async () => {
  const { stop, port } = await serve();
  await stop();
  await expect(certificateAt(port)).rejects.toThrow("ECONNREFUSED");
});

async function serve(lookEveryMs = 60_000, folder = temporaryFolder(), waits = true) {
  const port = await freePort();
  const lines: { msg: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const settings = { HOST: "127.0.0.1", HTTPS_PORT: port, CERTIFICATES: folder };
  const { stop } = listenSecurely(app, settings, log, lookEveryMs);
  onTestFinished(stop);
  if (waits) await until(() => lines.length > 0, 10_000);
  return { folder, port, lines, stop };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "https "));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function ask(port: number, folder: string): Promise<string> {
  const ca = readIdentity(folder)?.authority;
  return new Promise((resolve, reject) => {
    const options = { ca, agent: false };
    get(`https://localhost:${port}/`, options, (response) => resolve(text(response))).on("error", reject);
  });
}

function certificateAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: "127.0.0.1", rejectUnauthorized: false, agent: false });
    request.on("socket", (socket) => {
      socket.on("secureConnect", () => {
        resolve((socket as import("node:tls").TLSSocket).getPeerCertificate().fingerprint256);
        request.destroy();
      });
    });
    request.on("error", reject);
  });
}
