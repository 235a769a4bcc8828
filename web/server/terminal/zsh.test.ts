import { accessSync, constants, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../../tests/support/eventually.ts";
import { newFolder, servePage } from "../testing/served-page.ts";

const zsh = (process.env.PATH ?? "")
  .split(":")
  .map((folder) => join(folder, "zsh"))
  .find(canRun);

async function openZsh() {
  const home = newFolder();
  writeFileSync(join(home, ".zshrc"), "PS1='own> '; alias greet='echo hello'; precmd() { seen=$? }\n");
  const page = await servePage({ env: { ...process.env, SHELL: zsh, HOME: home } });
  const tab = await page.openTab();
  const terminal = page.attach(tab.id);
  await terminal.until("prompt");
  return { tab, terminal };
}

test.runIf(zsh)(
  "when the user's shell is zsh, then it runs with their settings, and its marks are understood",
  async () => {
    const { tab, terminal } = await openZsh();
    expect(tab.shell).toBe("zsh");
    expect(terminal.shown()).toContain("own> ");
    const text = `for i in 1 2; do
  echo "line $i"
done # a comment
cat <<'EOF'
$HOME
EOF
greet
printf no-end
(exit 3)`;
    const output = "line 1\r\nline 2\r\n$HOME\r\nhello\r\nno-end";
    const ran = await terminal.run(1, text);
    expect(ran).toMatchObject({ type: "ran", exitStatus: 3, output });
    expect(await terminal.run(2, "echo $seen")).toMatchObject({ output: "3\r\n" });
    expect(await terminal.run(3, "command -v node")).toMatchObject({ output: `${process.execPath}\r\n` });
  },
);

test.runIf(zsh)(
  "when the line is not empty, or the command not complete, then zsh comes back to its prompt",
  async () => {
    const { terminal } = await openZsh();
    terminal.send({ type: "input", data: "echo half " });
    await eventually("it is shown", () => terminal.shown().includes("half"));
    expect(await terminal.run(1, "echo whole")).toMatchObject({ type: "ran", output: "whole\r\n" });
    expect(await terminal.run(2, 'echo "open')).toMatchObject({ type: "refused" });
    expect(await terminal.run(3, "echo )")).toMatchObject({ type: "refused" });
    terminal.send({ type: "input", data: "sleep 600\r" });
    await terminal.until("running");
    expect(await terminal.run(4, "echo no")).toMatchObject({ type: "refused" });
  },
);

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
