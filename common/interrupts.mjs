// How a command reacts to Ctrl-C, SIGTERM and a closed terminal: it finishes what it has begun, begins nothing more, and
// says what remains to be done. This is loaded before anything else of the lab, so it loads nothing.

/** @typedef {"SIGHUP" | "SIGINT" | "SIGTERM"} StopSignal */
/** @typedef {"en" | "fr"} Language */

/** The exit status of a command that a signal ended, as shells count it: 128 plus the signal's number. */
const statuses = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
/** One key press reaches a whole process group, and each process may pass it on: these copies are not a second press. */
const duplicateMs = 100;

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

/** Handles signals as described above from now on. */
export function watchSignals() {
  isWatching = true;
  for (const signal of /** @type {StopSignal[]} */ (Object.keys(statuses))) process.on(signal, onSignal);
  outliveClosedOutput();
}

/** A closed terminal accepts no more text, nor does `| head -1`: the command goes on anyway. */
export function outliveClosedOutput() {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
}

/** @typedef {{ command: string, args: readonly string[], mustEnd?: boolean }} ChildProgram `mustEnd`: stopping it halfway does harm */

/**
 * Runs a program that does not outlive this command, whichever signal the command gets: the program is stopped and waited
 * for, or, with `mustEnd`, waited for and stopped only by the second signal. It has its own process group, so that Ctrl-C
 * reaches it once, and its children are stopped with it.
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
    if (asked > 1) killGroup(child, "SIGKILL");
    else if (!mustEnd) killGroup(child, "SIGTERM");
  };
  return finishing(
    what,
    () => {
      // Without our handlers, Ctrl-C ends this process and its children at once, because they share its group.
      child = start({ detached: isWatching });
      return wait(child);
    },
    stop,
  );
}

/** @param {import("node:child_process").ChildProcess | undefined} child @param {NodeJS.Signals} signal */
function killGroup(child, signal) {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal); // it has no group of its own, or has ended
  }
}

/** Sets the language of an interruption's messages, and its advice on how to continue. @param {Language} lang @param {{ en: string, fr: string }} text */
export function sayWhenInterrupted(lang, text) {
  [language, remains] = [lang, text];
}

/** The exit status of an interrupted command, else undefined. */
export function interruptedStatus() {
  return received && statuses[received.signal];
}

/** Records a Ctrl-C that the terminal does not turn into a signal, such as at a question. */
export function noteInterrupt() {
  received ??= { signal: "SIGINT", atMs: performance.now() };
}

/**
 * Runs work that must not be left half done: an interruption waits for its end, and then ends the command.
 *
 * @template Result
 * @param {{ en: string, fr: string }} what is being done, after "finishing first:"
 * @param {() => Promise<Result>} work
 * @param {(signal: StopSignal) => void} [stop] asks the work to end soon
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
 * Runs work that listens for signals and reports them itself, and returns to its caller.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @param {{ endsByCtrlC?: boolean }} [options] whether Ctrl-C is the normal way to end it
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
    // Closing a terminal means the same as stopping the command, but not every part listens for SIGHUP.
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
  if (ownHandlers > 0 || !received || performance.now() - received.atMs < duplicateMs) return;
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
