import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const entrypoint = fileURLToPath(new URL("bin/entrypoint", import.meta.url));

type Environment = Record<string, string>;
type Printed = { status: number | null; properties: Map<string, string>; complaint: string };

/** The configuration that the image derives from this environment alone: `entrypoint print ROLE` starts no server. */
export function printProperties(env: Environment, role?: "kafka" | "zookeeper"): Printed {
  const { status, stdout, stderr } = spawnSync("bash", [entrypoint, "print", ...(role ? [role] : [])], {
    env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", ...env },
    encoding: "utf8",
  });
  const lines = stdout.split("\n").filter((line) => line !== "");
  const properties = lines.map((line): [string, string] => {
    const equals = line.indexOf("=");
    return [line.slice(0, equals), line.slice(equals + 1)];
  });
  return { status, properties: new Map(properties), complaint: stderr.trim() };
}
