import type { Language } from "../../contract/language.ts";
import { openUrl, runningServer } from "../running-server.ts";
import { type ServeOptions, serve } from "../serve.ts";
import { openBrowser } from "./browser.ts";
import { bundleClient } from "./client-bundle.ts";
import { words } from "./words.ts";

export interface OpenOptions {
  readonly projectDir: string;
  readonly port: number;
  readonly hosts: readonly string[];
  readonly browser: boolean;
  readonly lang: Language;
  readonly pty?: ServeOptions["pty"];
  /** Stands in for the terminal and the browser. */
  readonly print?: (line: string) => void;
  readonly show?: (url: string) => void;
  readonly bundle?: (projectDir: string) => Promise<string>;
}

/**
 * Serves the page until `stopped`; where another process serves it already, only gives a fresh address.
 * @param stopped resolves when the user has had enough
 */
export async function openPage(options: OpenOptions, stopped: Promise<unknown>): Promise<void> {
  const { projectDir, port, hosts, browser, lang, pty, bundle = bundleClient } = options;
  const { print = console.log, show = openBrowser } = options;
  const say = words[lang];
  const give = (url: string) => {
    print(say.address(addressFor(url, hosts)));
    print(say.once);
    if (browser) show(url);
  };
  const running = runningServer(projectDir);
  if (running !== undefined) {
    print(say.running(running));
    return give(openUrl(projectDir, running));
  }
  const clientDir = await bundle(projectDir);
  const served = await serve({ projectDir, port, hosts, clientDir, ...(pty ? { pty } : {}) });
  try {
    if (served.port !== port && port !== 0) print(say.otherPort(port, served.port));
    give(served.openUrl());
    print(say.ending);
    await stopped;
  } finally {
    await served.close();
  }
}

/** A proxy in front has its own name, and speaks https. */
function addressFor(url: string, [host]: readonly string[]): string {
  return host === undefined ? url : url.replace(/^http:\/\/[^/]+/, `https://${host}`);
}
