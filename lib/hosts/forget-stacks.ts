import { rmSync } from "node:fs";
import { areOwnHosts } from "../../common/hosts-layout.ts";
import { labDir } from "../../common/project.mjs";
import { readLabConfig } from "../project/lab-config.ts";
import { stateFiles } from "../project/state.ts";

/**
 * With the hosts goes what ran on them: a state that still knew of it would make the next `up` change services that are
 * not there.
 */
export function forgetStacksOfHosts(projectDir = labDir) {
  for (const { stack, file } of stateFiles(projectDir))
    if (areOwnHosts(readLabConfig(stack, projectDir).nodes))
      for (const path of [file, `${file}.bak`]) rmSync(path, { force: true });
}
