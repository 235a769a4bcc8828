import { loadPty } from "../pty.ts";
import { createTerminals } from "../terminals.ts";

/** A process with three shells, each with a command that does not end; it sends the six process ids to its parent. */
const [, , projectDir = "."] = process.argv;
const env = { ...process.env, SHELL: "/bin/bash", HOME: projectDir };
const terminals = createTerminals({ projectDir, env, pty: loadPty() });
const processes: number[] = [];
for (let opened = 0; opened < 3; opened += 1) {
  let shown = "";
  const terminal = terminals.get(terminals.open({ columns: 80, rows: 24 }).id);
  terminal?.attach({
    isFull: () => false,
    send: (message) => {
      if (message.type === "prompt" && message.at === "prompt")
        terminal.input("sleep 600 & echo ids=$$,$!=; cat\r");
      if (message.type !== "output") return;
      shown += message.data;
      const [, shell, job] = /ids=(\d+),(\d+)=/.exec(shown) ?? [];
      if (shell === undefined) return;
      shown = "";
      processes.push(Number(shell), Number(job));
      if (processes.length === 6) process.send?.(processes);
    },
  });
}
