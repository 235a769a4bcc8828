import { join } from "node:path";
import { handlingSignalsItself } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { labDir } from "../../common/project.mjs";
import { runScript } from "../../lib/project/dependencies.mjs";

/** A process of its own, because the page goes on while commands come and go. */
const main = join(labDir, "web/server/opening/main.ts");

/** Serves the page and opens it in a browser, until Ctrl-C. */
export async function open({
  port,
  host = [],
  browser,
  lang,
}: {
  port: string;
  host?: string[];
  browser: boolean;
  lang?: string;
}) {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new LabError(
      `--port expects a number from 0 to 65535, and got "${port}".`,
      "0 takes any that is free: ./lab open --port 0",
    );
  const wrong = host.find((each) => !/^[\w-]+(\.[\w-]+)*$/.test(each));
  if (wrong !== undefined)
    throw new LabError(
      `--host expects a name alone, such as lab.example.org, and got "${wrong}".`,
      "Leave out what is before and after the name: https://, a port, a path.",
    );
  const args = [
    `--port=${port}`,
    ...host.map((each) => `--host=${each}`),
    ...(browser ? [] : ["--no-browser"]),
    ...(lang === undefined ? [] : [`--lang=${lang}`]),
  ];
  process.exitCode = await handlingSignalsItself(() => runScript(process.execPath, main, args), {
    endsByCtrlC: true,
  });
}
