import { expect, test } from "vitest";
import { eventually } from "../../../tests/support/eventually.ts";
import { runningServer } from "../running-server.ts";
import { ask } from "../testing/ask.ts";
import { newFolder, pathOf } from "../testing/served-page.ts";
import { type OpenOptions, openPage } from "./open-page.ts";

/** Opens the page of a project; what it prints, what the browser would show, and how to end it. */
function opened(projectDir: string, more: Partial<OpenOptions> = {}) {
  const lines: string[] = [];
  const shown: string[] = [];
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  const page = openPage(
    {
      ...{ projectDir, port: 0, hosts: [], browser: true, lang: "en" },
      print: (line) => lines.push(line),
      show: (url) => shown.push(url),
      bundle: async () => newFolder(),
      ...more,
    },
    promise,
  );
  return { lines, shown, page, stop };
}

test("when the page is opened twice, then the second time gives a fresh address of the same server, and ends", async () => {
  const projectDir = newFolder();
  const first = opened(projectDir);
  const url = await eventually("an address", () => first.shown[0]);
  expect(first.lines).toEqual([
    `The lab's page: ${url}`,
    expect.stringContaining("once, within two minutes"),
    expect.stringContaining("Ctrl-C"),
  ]);
  const port = Number(new URL(url).port);
  expect(await ask(port, { path: pathOf(url) })).toMatchObject({ status: 303 });

  const second = opened(projectDir, {
    lang: "fr",
    browser: false,
    bundle: () => Promise.reject(new Error("no")),
  });
  await second.page;
  expect(second.shown).toEqual([]);
  expect(second.lines[0]).toBe(`La page est déjà servie, sur le port ${port}.`);
  const [, again = ""] = /^La page du labo\u00a0: (\S+)$/.exec(second.lines[1] ?? "") ?? [];
  expect(again).not.toBe(url);
  expect(await ask(port, { path: pathOf(again) })).toMatchObject({ status: 303 });

  first.stop();
  await first.page;
  expect(runningServer(projectDir)).toBeUndefined();
});

test("when a proxy is in front, then the address that is printed is the proxy's", async () => {
  const { lines, page, stop } = opened(newFolder(), { hosts: ["lab.example"] });
  await eventually("an address", () => lines[0]);
  expect(lines[0]).toMatch(/^The lab's page: https:\/\/lab\.example\/\?token=/);
  stop();
  await page;
});

test("when the client cannot be built, then nothing is served", async () => {
  const projectDir = newFolder();
  const { page } = opened(projectDir, { bundle: () => Promise.reject(new Error("cannot be built")) });
  await expect(page).rejects.toThrow("cannot be built");
  expect(runningServer(projectDir)).toBeUndefined();
});
