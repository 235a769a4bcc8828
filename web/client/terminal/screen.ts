import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { copyText } from "../base/copy-text.ts";
import { darkColors, lightColors } from "./colors.ts";

/** A terminal's picture in the page. */
export interface Screen {
  /** Puts it into an element, and keeps it as large as that. */
  showIn(host: HTMLElement): void;
  write(data: string): void;
  reset(): void;
  focus(): void;
  /** Says its size again, as after a reconnect. */
  announceSize(): void;
  readAloud(isOn: boolean): void;
  size(): { readonly columns: number; readonly rows: number };
  dispose(): void;
}

interface ScreenEvents {
  readonly onInput: (data: string) => void;
  readonly onResize: (columns: number, rows: number) => void;
}

/** A border that is dragged passes many sizes, and at each the shell would draw its prompt again. */
const FIT_AFTER_MS = 80;

/** Titles, links and the clipboard: what a command prints must not act on the page or the browser. */
const INERT_OSC = [0, 1, 2, 8, 52];

export function createScreen({ onInput, onResize }: ScreenEvents): Screen {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const terminal = new Terminal({
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    fontSize: 13,
    scrollback: 5_000,
    cursorBlink: false,
    minimumContrastRatio: 4.5,
    theme: dark.matches ? darkColors : lightColors,
    linkHandler: { activate: () => undefined },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  for (const code of INERT_OSC) terminal.parser.registerOscHandler(code, () => true);
  terminal.onData(onInput);
  terminal.onResize(({ cols, rows }) => onResize(cols, rows));
  terminal.attachCustomKeyEventHandler((event) => isForShell(event, terminal));

  const recolor = () => {
    terminal.options.theme = dark.matches ? darkColors : lightColors;
  };
  dark.addEventListener("change", recolor);
  let fitting: ReturnType<typeof setTimeout> | undefined;
  const watch = new ResizeObserver(() => {
    clearTimeout(fitting);
    fitting = setTimeout(fitIfShown, FIT_AFTER_MS);
  });
  function fitIfShown(): void {
    // A hidden one has no size, and a shell must not be told so.
    if (terminal.element?.offsetParent) fit.fit();
  }

  return {
    showIn: (host) => {
      if (terminal.element) host.append(terminal.element);
      else terminal.open(host);
      watch.disconnect();
      watch.observe(host);
      fitIfShown();
    },
    write: (data) => terminal.write(data),
    reset: () => terminal.reset(),
    focus: () => terminal.focus(),
    announceSize: () => {
      fitIfShown();
      onResize(terminal.cols, terminal.rows);
    },
    readAloud: (isOn) => {
      terminal.options.screenReaderMode = isOn;
    },
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    dispose: () => {
      watch.disconnect();
      clearTimeout(fitting);
      dark.removeEventListener("change", recolor);
      terminal.dispose();
    },
  };
}

/** The keys that are the page's: copy, paste, and the way out for those without a mouse. */
function isForShell(event: KeyboardEvent, terminal: Terminal): boolean {
  if (event.type !== "keydown" || !event.ctrlKey || !event.shiftKey) return true;
  if (event.code === "KeyC" && terminal.hasSelection()) {
    event.preventDefault();
    void copyText(terminal.getSelection()).then(() => terminal.focus());
    return false;
  }
  // The browser's own paste follows.
  if (event.code === "KeyV") return false;
  if (event.key !== "ArrowUp") return true;
  event.preventDefault();
  const panel = terminal.element?.closest("[role=tabpanel]");
  document.getElementById(panel?.getAttribute("aria-labelledby") ?? "")?.focus();
  return false;
}
