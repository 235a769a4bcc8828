import { expect, test } from "vitest";
import type { ShellAt } from "../../contract/terminal.ts";
import { obstacleOf, type TerminalNow } from "./obstacle.ts";
import { runReasons } from "./words.ts";

const fine: TerminalNow = { isImpossible: false, isServerAway: false, shell: undefined };
const at = (where: ShellAt, isConnected = true, isStarting = false) => ({
  ...fine,
  shell: { isStarting, isConnected, at: where },
});

test("when a shell waits for a command, or is opened first, then a command can be run", () => {
  expect(obstacleOf(at("prompt"))).toBeUndefined();
  expect(obstacleOf(fine)).toBeUndefined();
});

test("when a shell has only just been opened, then the command waits for its first prompt", () => {
  expect(obstacleOf(at("unknown", true, true))).toBeUndefined();
  expect(obstacleOf(at("unknown", false, true))).toBeUndefined();
});

test("when a shell is busy, says nothing of itself, or is not connected, then the command is only copied", () => {
  expect(obstacleOf(at("running"))).toBe(runReasons.running);
  expect(obstacleOf(at("unknown"))).toBe(runReasons.unknown);
  expect(obstacleOf(at("prompt", false))).toBe(runReasons.away);
});

test("when the server is away, or there can be no terminal, then that is the reason", () => {
  expect(obstacleOf({ ...at("prompt"), isServerAway: true })).toBe(runReasons.away);
  expect(obstacleOf({ ...fine, isImpossible: true })).toBe(runReasons.none);
});
