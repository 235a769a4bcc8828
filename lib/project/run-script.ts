import { existsSync } from "node:fs";
import { join } from "node:path";
import { labDir } from "../../common/project.mjs";
import { runScript as runNode } from "./dependencies.mjs";

/** Runs a script that works on its own, such as `smoke`, on the Node that runs this. */
export function runScript(name: string, args: string[]) {
  const paths = [".ts", ".mjs"].map((ending) => join(labDir, "scripts", `${name}${ending}`));
  const path = paths.find((each) => existsSync(each));
  if (path === undefined) throw new Error(`there is no ${paths[0]}`);
  return runNode(process.execPath, path, args);
}
