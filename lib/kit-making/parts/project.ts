import { execFileSync } from "node:child_process";
import { LabError } from "../../../common/lab-error.mjs";
import type { Part } from "./part.ts";
import { writeOutput } from "./write-output.ts";

/** The project as it is committed: with its history for machines that have git, and as an archive for the others. */
export function projectParts(projectDir: string): { commit: string; changed: string[]; parts: Part[] } {
  const git = (...args: string[]) => {
    const options = { cwd: projectDir, encoding: "utf8", maxBuffer: 1 << 26 } as const;
    return execFileSync("git", args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  };
  const commit = commitOf(git, projectDir);
  const short = commit.slice(0, 12);
  const parts: Part[] = [
    {
      path: `project/${short}.bundle`,
      platform: "any",
      aboutBytes: 8e6,
      write: async (file) => void git("bundle", "create", "-q", file, "HEAD"),
    },
    {
      path: `project/${short}.tar.gz`,
      platform: "any",
      aboutBytes: 4e6,
      write: (file, show) => writeOutput(file, ["git", "archive", "HEAD"], { cwd: projectDir, show }),
    },
  ];
  const changed = git("status", "--porcelain", "--untracked-files=no").split("\n").filter(Boolean);
  return { commit, changed: changed.map((line) => line.slice(3)), parts };
}

function commitOf(git: (...args: string[]) => string, projectDir: string) {
  let isShallow: string;
  let commit: string;
  try {
    commit = git("rev-parse", "HEAD").trim();
    isShallow = git("rev-parse", "--is-shallow-repository").trim();
  } catch (cause) {
    throw new LabError(
      `${projectDir} has no history of git, or there is no git, and a kit brings the project with its history.`,
      "Make the kit from a clone of the lab: git clone ...",
      { cause },
    );
  }
  if (isShallow === "true")
    throw new LabError("this clone has only a part of the history.", "Get the rest: git fetch --unshallow");
  return commit;
}
