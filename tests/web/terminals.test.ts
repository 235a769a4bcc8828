import type { ChildProcess } from "node:child_process";
import { readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LIMITS } from "../../services/http/http-server.ts";
import { hasChromium } from "../support/chromium.ts";
import { eventually } from "../support/eventually.ts";
import { copyProject } from "../support/project-copy.ts";
import { browse, launch, waitForPrompt } from "./support/browsing.ts";
import { connectionsTo, openFiles } from "./support/open-files.ts";
import { end, serve } from "./support/served-lab.ts";

const RELOADS = 20;

/** A project of its own, whose lab is never up: its server may be killed. */
describe.skipIf(!hasChromium("terminals on the page"))("terminals on the page", () => {
  let dir: string;
  let served: { port: number; child: ChildProcess };
  let browser: Browser;

  beforeAll(async () => {
    dir = await copyProject({ name: "never-up" });
    served = await serve(dir);
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    if (served) await end(served.child);
    rmSync(dir, { recursive: true, force: true });
  });

  test("when the page is reloaded twenty times, then the same shells are there, and nothing more", async () => {
    const { page, context } = await browse(browser, { dir, port: served.port });
    await type(page, "echo first-$((6 * 7))");
    await page.getByText("first-42").waitFor();
    await page.getByRole("button", { name: "New terminal" }).click();
    await eventually("there are two tabs", async () => (await tabs(page).count()) === 2);
    await waitForPrompt(page);
    await type(page, "echo second-$((6 * 7))");
    await page.getByText("second-42").waitFor();
    const before = countOf(pidOf(dir), served.port);
    for (let turn = 0; turn < RELOADS; turn++) {
      await page.reload();
      await eventually("both tabs are back", async () => (await tabs(page).count()) === 2);
    }
    await page.getByText("first-42").or(page.getByText("second-42")).first().waitFor();
    // Sockets of pages that are gone are closed when the server notices, and connections that a page has used for its
    // questions some time after the last of them. The server's own, such as those of its link to the Docker engine, come
    // and go by themselves: there, what each reload would leave counts.
    const closedWithinMs = 30_000 + (LIMITS.keepAliveTimeout ?? 0);
    const isAsBefore = () => {
      const now = countOf(pidOf(dir), served.port);
      const same =
        now.shells === before.shells && now.connections <= before.connections && now.files <= before.files;
      if (same && now.others < before.others + RELOADS / 2) return true;
      const open = openFiles(pidOf(dir)).sort().join("; ");
      throw new Error(`${JSON.stringify(now)}; before: ${JSON.stringify(before)}; open: ${open}`);
    };
    await eventually("no shell and no connection is left over", isAsBefore, closedWithinMs);
    await context.close();
  });

  test("when the window grows, then the shell has more columns", async () => {
    const { page, context } = await browse(browser, { dir, port: served.port });
    const before = await columnsOf(page, "narrow");
    await page.setViewportSize({ width: 1_900, height: 900 });
    let turn = 0;
    await eventually("there are more columns", async () => (await columnsOf(page, `wide${turn++}`)) > before);
    await context.close();
  });

  test("when a command is pasted, and what it prints is copied, then both are as they were", async () => {
    const { page, context } = await browse(
      browser,
      { dir, port: served.port },
      { permissions: ["clipboard-read", "clipboard-write"] },
    );
    await waitForPrompt(page);
    await page.evaluate(`navigator.clipboard.writeText('echo pasted-$((6 * 7))')`);
    await page.locator(".shell-screen").filter({ visible: true }).click();
    await page.keyboard.press("Control+Shift+V");
    await page.getByText("echo pasted-$((6 * 7))").waitFor();
    await page.keyboard.press("Enter");
    // The terminal takes the pointer before its rows do.
    await page.getByText("pasted-42").dblclick({ force: true });
    await page.keyboard.press("Control+Shift+C");
    await eventually(
      "the word is in the clipboard",
      async () => (await page.evaluate<string>("navigator.clipboard.readText()")) === "pasted-42",
    );
    await context.close();
  });

  test("when a command runs already, then a block is copied and not typed, and the page says why", async () => {
    const { page, context } = await browse(
      browser,
      { dir, port: served.port },
      { permissions: ["clipboard-read", "clipboard-write"] },
    );
    await type(page, "cat");
    await page.getByText("a command is running").waitFor();
    const block = page.locator(".text [data-block]", { has: page.locator("button.primary") }).first();
    await block.locator("button.primary").click();
    await block.getByText("Another command is running in this terminal; yours is copied.").waitFor();
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied.trim()).toBe((await block.locator("pre").first().innerText()).trim());
    await page.keyboard.press("Control+c");
    await context.close();
  });

  test("when the server is killed, then the page says so, and goes on once it is there again", async () => {
    const { page, context } = await browse(browser, { dir, port: served.port });
    process.kill(pidOf(dir), "SIGKILL");
    await page.getByText("The lab's server is away").waitFor();
    served = await serve(dir, served.port);
    await page.getByText("The lab's server is away").waitFor({ state: "detached" });
    await waitForPrompt(page);
    await type(page, "echo again-$((6 * 7))");
    await page.getByText("again-42").waitFor();
    await page.reload();
    await page.getByText("again-42").waitFor();
    await context.close();
  });
});

function tabs(page: Page) {
  return page.locator(".terminals [role=tab]");
}

async function type(page: Page, command: string): Promise<void> {
  await waitForPrompt(page);
  await page.locator(".shell-screen").filter({ visible: true }).click();
  await page.keyboard.type(`${command}\n`);
}

/** How wide its terminal is, as the shell knows it; the mark tells one answer from the others. */
async function columnsOf(page: Page, mark: string): Promise<number> {
  await type(page, `echo ${mark}-$(stty size | cut -d' ' -f2)`);
  const answer = page.getByText(new RegExp(`^${mark}-\\d+`)).filter({ visible: true });
  return Number(/\d+$/.exec((await answer.innerText()).trim())?.[0]);
}

/** The process of the server, as it has noted itself. */
function pidOf(dir: string): number {
  return JSON.parse(readFileSync(join(dir, ".lab/web-server.json"), "utf8")).pid;
}

/** What a server has open: shells, which are its children with a terminal; connections of its pages; other sockets; files. */
function countOf(pid: number, port: number) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  const open = openFiles(pid);
  const sockets = open.filter((file) => /^(tcp|unix|socket)/.test(file)).length;
  const connections = connectionsTo(port, open).length;
  return {
    shells: children.filter(hasTerminal).length,
    connections,
    others: sockets - connections,
    files: open.length - sockets,
  };
}

function hasTerminal(pid: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/fd/0`).startsWith("/dev/pts/");
  } catch {
    return false; // it has ended
  }
}
