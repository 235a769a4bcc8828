// What Ctrl-C, SIGTERM and a closed terminal do to a command: what has begun is finished, nothing more begins, and what
// is left is said. Loaded before anything else of the lab, so it loads nothing.

/** @typedef {"SIGHUP" | "SIGINT" | "SIGTERM"} StopSignal */
/** @typedef {"en" | "fr"} Language */

/** As shells number a command that ended by a signal: 128 and the signal's number. */
const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
/** One key press reaches a group of processes, and each may pass it on: that is not a second one. */
const sameMs = 100;

/** @type {{ signal: StopSignal, atMs: number } | undefined} */
let received;
/** @type {{ what: { en: string, fr: string }, stop: (signal: StopSignal) => void }[]} */
const sections = [];
let ownHandlers = 0;
let isWatching = false;
/** @type {Language} */
let language = "en";
/** @type {{ en: string, fr: string }} */
let remains = {
  en: "the next command of the lab goes on from there.",
  fr: "la prochaine commande du lab repart de là.",
};

/** From now on signals are answered as above. */
export function watchSignals() {
  isWatching = true;
  for (const signal of /** @type {StopSignal[]} */ (Object.keys(statuses))) process.on(signal, onSignal);
  outliveClosedOutput();
}

/** A closed terminal takes no text any more, nor does `| head -1`: what has begun goes on all the same. */
export function outliveClosedOutput() {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
}

/** @typedef {{ command: string, args: readonly string[], mustEnd?: boolean }} ChildProgram `mustEnd`: half done it does harm */

/**
 * Runs a program that does not outlive this command, whichever signal the command gets: it is ended and waited for, or,
 * where it must come to its end, waited for and ended by the second signal only. It is in a group of its own, so that
 * Ctrl-C reaches it once, and its own children are ended with it.
 *
 * @template Result
 * @param {ChildProgram} program
 * @param {(options: { detached: boolean }) => import("node:child_process").ChildProcess} start
 * @param {(child: import("node:child_process").ChildProcess) => Promise<Result>} wait until it has ended
 */
export function runChild({ command, args, mustEnd = false }, start, wait) {
  const line = [command, ...args.slice(0, 1)].join(" ");
  const what = mustEnd
    ? { en: line, fr: line }
    : { en: `the end of ${line}, which is being stopped`, fr: `l'arrêt de ${line}` };
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
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

/** @param {import("node:child_process").ChildProcess | undefined} child @param {NodeJS.Signals} signal */
function endGroup(child, signal) {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal); // it leads no group, or has ended
  }
}

/** What is said about an interruption: in which language, and what is to be done about what stays. @param {Language} lang @param {{ en: string, fr: string }} text */
export function sayWhenInterrupted(lang, text) {
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
 * Work that must not be left half done: an interruption waits for its end, and then ends the command.
 *
 * @template Result
 * @param {{ en: string, fr: string }} what is being done, after "finishing first:"
 * @param {() => Promise<Result>} work
 * @param {(signal: StopSignal) => void} [stop] tells the work to come to an end soon
 * @returns {Promise<Result>}
 */
export async function finishing(what, work, stop = () => {}) {
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
 * Work that listens for signals itself, says so itself, and comes back to its caller.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @param {{ endsByCtrlC?: boolean }} [options] whether Ctrl-C is how it is meant to end
 */
export async function handlingSignalsItself(work, { endsByCtrlC = false } = {}) {
  ownHandlers += 1;
  try {
    return await work();
  } finally {
    ownHandlers -= 1;
    if (endsByCtrlC && received?.signal === "SIGINT") received = undefined;
  }
}

/** @param {string} name */
function onSignal(name) {
  const signal = /** @type {StopSignal} */ (name);
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

/** @param {StopSignal} signal */
function onSecond(signal) {
  if (ownHandlers > 0 || !received || performance.now() - received.atMs < sameMs) return;
  for (const each of sections) each.stop(signal);
  leave();
}

function leave() {
  say({ en: `Interrupted: ${remains.en}`, fr: `Interrompu : ${remains.fr}` });
  process.exit(interruptedStatus());
}

/** @param {{ en: string, fr: string }} text */
function say(text) {
  console.error(`${process.stderr.isTTY ? "\n" : ""}${text[language]}`);
}

/** @param {NodeJS.ErrnoException} error */
function ignoreClosed(error) {
  if (error.code !== "EIO" && error.code !== "EPIPE") throw error;
}
