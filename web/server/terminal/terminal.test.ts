import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { processExists } from "../../../common/process-identity.ts";
import { eventually } from "../../../tests/support/eventually.ts";
import { newFolder, type ServedPage, servePage } from "../testing/served-page.ts";

async function openShell(page?: ServedPage) {
  const served = page ?? (await servePage());
  const tab = await served.openTab();
  const terminal = served.attach(tab.id);
  await terminal.until("prompt");
  return { page: served, tab, terminal };
}

test("when a command is run, then its output and exit status come, and the page shows it as typed", async () => {
  const { terminal } = await openShell();
  const ran = await terminal.run(1, "echo one; echo two >&2; (exit 3)");
  expect(ran).toEqual({ type: "ran", id: 1, exitStatus: 3, output: "one\r\ntwo\r\n" });
  expect(terminal.shown()).toContain("echo one; echo two >&2");
  expect(terminal.shown()).not.toContain("133;");
  expect(await terminal.run(2, "echo é✓ $?")).toEqual({
    type: "ran",
    id: 2,
    exitStatus: 0,
    output: "é✓ 3\r\n",
  });
});

test("when a command has several lines, then they run as one, with here-documents, loops and quotes", async () => {
  const { terminal } = await openShell();
  const text = `for i in 1 2; do
  echo "line $i
  goes on"
done
# a comment
cat <<'EOF' | tr a-z A-Z
\ttab  $HOME
EOF
read -r answer < <(echo yes); echo "$answer"
false`;
  const ran = await terminal.run(1, text);
  const output = "line 1\n  goes on\nline 2\n  goes on\n\tTAB  $HOME\nyes\n".replaceAll("\n", "\r\n");
  expect(ran).toEqual({ type: "ran", id: 1, exitStatus: 1, output });
});

test("when a command is not complete or not valid, then the prompt comes back and says so", async () => {
  const { terminal } = await openShell();
  expect(await terminal.run(1, 'echo "open')).toMatchObject({
    type: "refused",
    reason: { en: expect.stringMatching(/not complete/) },
  });
  expect(await terminal.run(2, "echo (")).toMatchObject({
    type: "refused",
    reason: { en: expect.stringMatching(/started no command/) },
  });
  expect(await terminal.run(3, "echo fine")).toMatchObject({ type: "ran", output: "fine\r\n" });
  expect(await terminal.run(4, " \n")).toMatchObject({
    type: "refused",
    reason: { en: expect.stringMatching(/no command/) },
  });
  expect(await terminal.run(5, "echo \x1b[201~\rx")).toMatchObject({
    type: "refused",
    reason: { en: expect.stringMatching(/control/) },
  });
});

test("when another command runs, then a run is refused, and after Ctrl-C it is not", async () => {
  const { terminal } = await openShell();
  terminal.send({ type: "input", data: "sleep 600\r" });
  await terminal.until("running");
  expect(await terminal.run(1, "echo no")).toMatchObject({
    type: "refused",
    reason: { en: expect.stringMatching(/Another command/) },
  });
  terminal.send({ type: "input", data: "\x03" });
  await terminal.until("prompt");
  expect(await terminal.run(2, "echo $?")).toMatchObject({ type: "ran", output: "130\r\n" });
});

test("when something is typed on the line already, then it is not part of the run", async () => {
  const { terminal } = await openShell();
  terminal.send({ type: "input", data: "echo half " });
  await eventually("it is shown", () => terminal.shown().includes("echo half"));
  expect(await terminal.run(1, "echo whole")).toMatchObject({ type: "ran", output: "whole\r\n" });
});

test("when a program prints marks itself, then they do not count", async () => {
  const { terminal } = await openShell();
  const text = String.raw`printf 'a\e]133;D;0\a\e]133;B\ab\n'; bash --norc -ic true; (exit 4)`;
  expect(await terminal.run(1, text)).toMatchObject({
    type: "ran",
    exitStatus: 4,
    output: expect.stringContaining("b\r\n"),
  });
});

test("when another shell runs in the shell, then its prompts do not count", async () => {
  const { terminal } = await openShell();
  terminal.send({ type: "input", data: "export PS1; PS1='inner> ' bash --norc -i\r" });
  await eventually("its prompt is shown", () => /inner> $/.test(terminal.shown()));
  expect(await terminal.run(1, "echo no")).toMatchObject({ type: "refused" });
  terminal.send({ type: "input", data: "exit 6\r" });
  await terminal.until("prompt");
  expect(await terminal.run(2, "echo $?")).toMatchObject({ output: "6\r\n" });
});

test("when the user's settings export the prompt, then the marks in it are not handed on", async () => {
  const home = newFolder();
  writeFileSync(join(home, ".bashrc"), "export PS1='own> '\n");
  const env = { ...process.env, SHELL: "/bin/bash", HOME: home };
  const { terminal } = await openShell(await servePage({ env }));
  expect(terminal.shown()).toContain("own> ");
  expect(await terminal.run(1, "env | grep -c '133;'")).toMatchObject({ output: "0\r\n" });
});

test("when a shell does not end by a hangup, then it is killed", async () => {
  const { page, tab, terminal } = await openShell();
  await terminal.run(1, "trap '' HUP");
  terminal.send({ type: "input", data: "sh -c 'echo id=$$=; exec sleep 600'\r" });
  const [, id] = await eventually("its process", () => /id=(\d+)=/.exec(terminal.shown()) ?? undefined);
  expect((await page.ask({ method: "DELETE", path: `/api/terminals/${tab.id}` })).status).toBe(204);
  await eventually("it has ended", () => terminal.socket.readyState === terminal.socket.CLOSED);
  // Without /proc only the shell itself is killed.
  if (process.platform === "linux") await eventually("so has its command", () => !processExists(Number(id)));
  else process.kill(Number(id));
});

test("when the page is resized, then the shell knows its new size", async () => {
  const { terminal } = await openShell();
  terminal.send({ type: "resize", columns: 101, rows: 33 });
  expect(await terminal.run(1, "stty size")).toMatchObject({ type: "ran", output: "33 101\r\n" });
});

test("when the page is reloaded, then it shows what was there, and the shell goes on", async () => {
  const { page, tab, terminal } = await openShell();
  await terminal.run(1, "kept=yes; echo before");
  await terminal.leave();
  const again = page.attach(tab.id);
  await again.until("prompt");
  expect(again.shown()).toContain("before");
  expect(await again.run(1, "echo $kept")).toMatchObject({ type: "ran", output: "yes\r\n" });
});

test("when the shell starts, then in the project's folder, with the pinned Node and the user's own settings", async () => {
  const home = newFolder();
  const own = "PATH=/opt/other:$PATH; PS1='own> '; alias greet='echo hello'; PROMPT_COMMAND='seen=$?'\n";
  writeFileSync(join(home, ".bashrc"), own);
  const projectDir = newFolder();
  const { terminal } = await openShell(
    await servePage({ projectDir, env: { ...process.env, SHELL: "/bin/bash", HOME: home } }),
  );
  expect(terminal.shown()).toContain("own> ");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for bash
  const ran = await terminal.run(1, 'pwd; command -v node; greet; echo "${PATH%%:/opt/other*}"; (exit 7)');
  const node = process.execPath;
  expect(ran).toMatchObject({ output: [projectDir, node, "hello", dirname(node), ""].join("\r\n") });
  expect(await terminal.run(2, "echo $seen")).toMatchObject({ output: "7\r\n" });
});

test("when a shell writes a lot, then all of it reaches the page, and the prompt comes back", async () => {
  const { terminal } = await openShell();
  terminal.send({ type: "input", data: "yes | head -c 4000000\r" });
  await terminal.until("running");
  await terminal.until("prompt");
  expect(terminal.shown().match(/^y\r$/gm)?.length).toBe(2_000_000);
});

test("when pages come and go 20 times, then no socket and no other process stays", async () => {
  const { page, tab, terminal } = await openShell();
  const ran = await terminal.run(1, "echo $$");
  const shell = Number("output" in ran && ran.output);
  await terminal.leave();
  for (let turn = 0; turn < 20; turn += 1) {
    const again = page.attach(tab.id);
    await again.until("prompt");
    await again.leave();
  }
  await eventually("nobody is connected", () => page.served.connected().terminals === 0);
  const left = JSON.parse((await page.ask({ path: "/api/terminals" })).body);
  expect(left).toEqual([{ ...tab, at: "prompt" }]);
  expect(processExists(shell)).toBe(true);
  await page.served.close();
  expect(processExists(shell)).toBe(false);
});

test("when a shell exits, then the page hears its status, and the terminal is gone", async () => {
  const { page, tab, terminal } = await openShell();
  terminal.send({ type: "input", data: "exit 5\r" });
  await eventually("it has ended", () => terminal.socket.readyState === terminal.socket.CLOSED);
  expect(terminal.messages.at(-1)).toEqual({ type: "ended", exitStatus: 5 });
  expect((await page.ask({ path: "/api/terminals" })).body).toBe("[]");
  const late = page.attach(tab.id);
  await eventually("it says so", () => late.messages.length > 0);
  expect(late.messages).toEqual([{ type: "unavailable", reason: "This terminal has ended." }]);
});

test.runIf(process.platform === "linux")(
  "when there are two shells, then neither holds the other's terminal open",
  async () => {
    const { page } = await openShell();
    const { terminal } = await openShell(page);
    expect(await terminal.run(1, "ls -l /proc/self/fd | grep -c ptmx")).toMatchObject({ output: "0\r\n" });
  },
);

test("when six terminals are open, then a seventh is refused until one is closed", async () => {
  const page = await servePage();
  const tabs = await Promise.all([1, 2, 3, 4, 5, 6].map(() => page.openTab()));
  await expect(page.openTab()).rejects.toThrow(/409 .*6 terminals/);
  expect((await page.ask({ method: "DELETE", path: `/api/terminals/${tabs[0]?.id}` })).status).toBe(204);
  await page.openTab();
});
