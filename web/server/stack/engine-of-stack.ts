import { areOwnHosts } from "../../../common/hosts-layout.ts";
import { answeringEndpoint } from "../../../lib/hosts/ask-hosts.ts";
import { readLabConfig } from "../../../lib/project/lab-config.ts";

/**
 * Where the engine of a stack listens that runs on the three hosts of this machine; undefined for the usual one.
 * @throws Error when none of the hosts answers
 */
export async function engineOfStack(projectDir: string, stack: string): Promise<string | undefined> {
  if (!areOwnHosts(readLabConfig(stack, projectDir).nodes)) return undefined;
  const host = await answeringEndpoint();
  if (host === undefined) throw new Error("none of the hosts answers as a manager");
  return host;
}
