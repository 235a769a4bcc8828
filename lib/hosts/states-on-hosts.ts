import { areOwnHosts } from "../../common/hosts-layout.ts";
import { labDir } from "../../common/project.mjs";
import { readLabConfig } from "../project/lab-config.ts";
import { stateFiles } from "../project/state.ts";

/**
 * The state files of what runs on the hosts. It goes with them: a state that still knew of it would make the next `up`
 * change services that are not there. Fails where the settings of a stack cannot be read.
 */
export function statesOnHosts(projectDir = labDir): string[] {
  return stateFiles(projectDir)
    .filter(({ stack }) => areOwnHosts(readLabConfig(stack, projectDir).nodes))
    .flatMap(({ file }) => [file, `${file}.bak`]);
}
