import type { ChildProcess } from "node:child_process";

// What Ctrl-C, SIGTERM and a closed terminal do to a command: what has begun is finished, nothing more begins, and what
// is left is said. Loaded before anything else of the lab, so it loads nothing.

type StopSignal = "SIGHUP" | "SIGINT" | "SIGTERM";

type Language = "en" | "fr";

/** As shells number a command that ended by a signal: 128 and the signal's number. */
const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
/** One key press reaches a group of processes, and each may pass it on: that is not a second one. */
const sameMs = 100;

let received: { signal: StopSignal; atMs: number } | undefined;
const sections: { what: { en: string; fr: string }; stop: (signal: StopSignal) => void }[] = [];
let ownHandlers = 0;
let isWatching = false;
let language: Language = "en";
let remains: { en: string; fr: string } = {
  en: "the next command of the lab goes on from there.",
  fr: "la prochaine commande du lab repart de là.",
};

/** From now on signals are answered as above. */
export function watchSignals() {
  isWatching = true;
  for (const signal of Object.keys(statuses) as StopSignal[]) process.on(signal, onSignal);
  outliveClosedOutput();
}

/** A closed terminal takes no text any more, nor does `| head -1`: what has begun goes on all the same. */
export function outliveClosedOutput() {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
}

/** `mustEnd`: half done it does harm */
export type ChildProgram = { command: string; args: readonly string[]; mustEnd?: boolean };

/**
 * Runs a program that does not outlive this command, whichever signal the command gets: it is ended and waited for,
 * or, where it must come to its end, waited for and ended by the second signal only. It is in a group of its own, so
 * that Ctrl-C reaches it once, and its own children are ended with it. `wait`: until it has ended.
 */
export function runChild<Result>(
  { command, args, mustEnd = false }: ChildProgram,
  start: (options: { detached: boolean }) => ChildProcess,
  wait: (child: ChildProcess) => Promise<Result>,
) {
  const line = [command, ...args.slice(0, 1)].join(" ");
  const what = mustEnd
    ? { en: line, fr: line }
    : { en: `the end of ${line}, which is being stopped`, fr: `l'arrêt de ${line}` };
  let child: ChildProcess | undefined;
  let asked = 0;
  const stop = () => {
    asked += 1;
    if (asked > 1) endGroup(child, "SIGKILL");
    else if (!mustEnd) endGroup(child, "SIGTERM");
  };
  return finishing(
    what,
    () => {
      // Whose signals nobody watches dies of Ctrl-C, and its children with it, because they share its group.
      child = start({ detached: isWatching });
      return wait(child);
    },
    stop,
  );
}

function endGroup(child: ChildProcess | undefined, signal: NodeJS.Signals) {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal); // it leads no group, or has ended
  }
}

/** What is said about an interruption: in which language, and what is to be done about what stays. */
export function sayWhenInterrupted(lang: Language, text: { en: string; fr: string }) {
  [language, remains] = [lang, text];
}

/** The exit status of a command that was interrupted, else undefined. */
export function interruptedStatus() {
  return received && statuses[received.signal];
}

/** Ctrl-C that was typed where the terminal makes no signal of it, such as at a question. */
export function noteInterrupt() {
  received ??= { signal: "SIGINT", atMs: performance.now() };
}

/**
 * Work that must not be left half done: an interruption says what it finishes first, waits for the end of it, and then
 * ends the command. `stop` asks the work to come to an end soon.
 */
export async function finishing<Result>(
  what: { en: string; fr: string },
  work: () => Promise<Result>,
  stop: (signal: StopSignal) => void = () => {},
): Promise<Result> {
  if (received) await new Promise(leave);
  const section = { what, stop };
  sections.push(section);
  try {
    return await work();
  } finally {
    sections.splice(sections.indexOf(section), 1);
    if (received && sections.length === 0) leave();
  }
}

/**
 * Work that listens for signals itself, says so itself, and comes back to its caller; `endsByCtrlC` where that is how
 * it is meant to end.
 */
export async function handlingSignalsItself<Result>(
  work: () => Promise<Result>,
  { endsByCtrlC = false }: { endsByCtrlC?: boolean } = {},
) {
  ownHandlers += 1;
  try {
    return await work();
  } finally {
    ownHandlers -= 1;
    if (endsByCtrlC && received?.signal === "SIGINT") received = undefined;
  }
}

function onSignal(name: string) {
  const signal = name as StopSignal;
  if (received) return onSecond(signal);
  received = { signal, atMs: performance.now() };
  if (ownHandlers > 0) {
    // Who closes a terminal wants the same as who stops a command; not every part knows that signal.
    if (signal === "SIGHUP") process.emit("SIGTERM", "SIGTERM");
    return;
  }
  const section = sections.at(-1);
  if (!section) leave();
  else {
    say({
      en: `Interrupted. Finishing first: ${section.what.en} (Ctrl-C again stops at once)`,
      fr: `Interrompu. À finir d'abord : ${section.what.fr} (Ctrl-C encore arrête tout de suite)`,
    });
    for (const each of sections) each.stop(signal);
  }
}

function onSecond(signal: StopSignal) {
  if (ownHandlers > 0 || !received || performance.now() - received.atMs < sameMs) return;
  for (const each of sections) each.stop(signal);
  leave();
}

function leave() {
  say({ en: `Interrupted: ${remains.en}`, fr: `Interrompu : ${remains.fr}` });
  process.exit(interruptedStatus());
}

function say(text: { en: string; fr: string }) {
  console.error(`${process.stderr.isTTY ? "\n" : ""}${text[language]}`);
}

function ignoreClosed(error: NodeJS.ErrnoException) {
  if (error.code !== "EIO" && error.code !== "EPIPE") throw error;
}
