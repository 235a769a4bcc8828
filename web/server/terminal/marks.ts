/**
 * What a shell says about itself: A the prompt begins, B it ends and the shell waits, C a command starts, D it has ended,
 * P the shell waits for the rest of a command.
 * Source: https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md
 */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "mark";
      readonly mark: "A" | "B" | "C" | "D" | "P";
      readonly exitStatus: number | undefined;
    };

export interface MarkReader {
  /** The pieces that are complete by now; the start of what may become a mark is held back. */
  read(chunk: string): Piece[];
  /** What was held back. */
  end(): Piece[];
}

const START = "\x1b]133;";
const END = "\x07";
/** Longer than any mark, so that what is held back stays short. */
const LONGEST = 64;

/**
 * Takes the marks out of a shell's output. Only those with the terminal's own key count: a program may print some as
 * well, for example another shell, or a recorded session.
 */
export function createMarkReader(key: string): MarkReader {
  const complete = new RegExp(`^([ABCDP])(?:;(\\d{1,3}))?;k=${key}$`);
  let held = "";

  function read(chunk: string): Piece[] {
    const pieces: Piece[] = [];
    let rest = held + chunk;
    held = "";
    for (;;) {
      const at = rest.indexOf("\x1b");
      if (at === -1) break;
      const found = markAt(rest, at);
      if (found === "unfinished") {
        held = rest.slice(at);
        rest = rest.slice(0, at);
        break;
      }
      const length = found?.length ?? 1;
      addText(pieces, found === undefined ? rest.slice(0, at + length) : rest.slice(0, at));
      if (found !== undefined) pieces.push(found.piece);
      rest = rest.slice(at + length);
    }
    addText(pieces, rest);
    return pieces;
  }

  function markAt(text: string, at: number): { piece: Piece; length: number } | "unfinished" | undefined {
    const start = text.slice(at, at + START.length);
    if (start !== START) return START.startsWith(start) ? "unfinished" : undefined;
    const body = text.slice(at + START.length, at + LONGEST);
    const end = body.indexOf(END);
    const isOpen = end === -1 && text.length - at < LONGEST && !body.includes("\x1b");
    if (end === -1) return isOpen ? "unfinished" : undefined;
    const [, mark, status] = complete.exec(body.slice(0, end)) ?? [];
    if (mark === undefined) return undefined;
    const exitStatus = status === undefined ? undefined : Number(status);
    const piece = { kind: "mark", mark: mark as "A", exitStatus } as const;
    return { piece, length: START.length + end + 1 };
  }

  return {
    read,
    end: () => {
      const text = held;
      held = "";
      return text === "" ? [] : [{ kind: "text", text }];
    },
  };
}

function addText(pieces: Piece[], text: string): void {
  const last = pieces.at(-1);
  if (text === "") return;
  if (last?.kind === "text") pieces[pieces.length - 1] = { kind: "text", text: last.text + text };
  else pieces.push({ kind: "text", text });
}
