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
let language: Language = "en";
let remains: { en: string; fr: string } = {
  en: "the next command of the lab goes on from there.",
  fr: "la prochaine commande du lab repart de là.",
};

/** From now on signals are answered as above. */
export function watchSignals() {
  for (const signal of Object.keys(statuses) as StopSignal[]) process.on(signal, onSignal);
  // A closed terminal takes no text any more.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
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
