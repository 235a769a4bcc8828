import { hostAddress, hostNumbers, registryAddress } from "../../common/hosts-layout.ts";
import { LabError } from "../../common/lab-error.mjs";
import { isHostUp, killHost, startHost } from "../../lib/hosts/host-engine.ts";
import { hostEndpoint, hostName, hostsStack } from "../../lib/hosts/host-layout.ts";
import { setHostLink } from "../../lib/hosts/host-network.ts";
import { joinAdvice } from "../../lib/hosts/join-advice.ts";
import { makeHosts } from "../../lib/hosts/make-hosts.ts";
import { hasHosts, removeHosts } from "../../lib/hosts/remove-hosts.ts";
import { requireHosts } from "../../lib/hosts/require-hosts.ts";
import { imagesForRegistry } from "../../lib/stack/stack-images.ts";
import { confirm, formatSeconds } from "../../lib/terminal/terminal.ts";

/** Three Docker engines on this machine, joined as a swarm, with a registry; or what to run on three machines. */
export async function hosts(action: string, which: string | undefined, { yes }: { yes?: boolean }) {
  if (action === "join") return console.log(joinAdvice(imagesForRegistry(hostsStack)));
  if (action === "up") return up();
  if (action === "down") return down(yes);
  const fault = faults[action];
  if (fault) return fault(requireHost(action, which));
  throw new LabError(
    `expected up, down, join, ${Object.keys(faults).join(", ")}, saw "${action}".`,
    "See: ./lab hosts --help",
  );
}

/** What can happen to one host, and how it ends. */
const faults: Record<string, (host: number) => Promise<void>> = {
  async kill(host) {
    await killHost(host);
    console.log(`${hostName(host)} is dead, with its engine and all its containers, as without power.`);
    console.log(`To start it again: ./lab hosts start ${host}`);
  },
  async start(host) {
    await startHost(host);
    console.log(`${hostName(host)} runs. Its volumes are as they were; the swarm gives it tasks again.`);
  },
  async cut(host) {
    await setHostLink(host, "down");
    console.log(`${hostName(host)} runs on, and its network cable is out: nobody reaches it.`);
    console.log(`To put it in again: ./lab hosts mend ${host}`);
  },
  async mend(host) {
    await setHostLink(host, "up");
    console.log(`${hostName(host)} is connected again.`);
  },
};

function requireHost(action: string, which: string | undefined) {
  requireHosts();
  const host = hostNumbers.find((each) => String(each) === which || hostName(each) === which);
  if (host === undefined)
    throw new LabError(
      `expected the number of a host, ${hostNumbers.join(", ")}, saw "${which ?? "nothing"}".`,
      `For example: ./lab hosts ${action} 2`,
    );
  if (!hasHosts()) throw new LabError("there are no hosts on this machine.", "Make them: ./lab hosts up");
  return host;
}

async function up() {
  const startedMs = Date.now();
  console.log("Three hosts on this machine: namespaces, an engine in each, a registry, a swarm.");
  await makeHosts(console.log);
  console.log(`Up in ${formatSeconds(Date.now() - startedMs)}:`);
  for (const host of hostNumbers)
    console.log(`  ${hostName(host)}  ${hostAddress(host)}  ${hostEndpoint(host)}`);
  console.log(`  registry     ${registryAddress}, reached by the hosts and this machine only`);
  console.log(`Next: ./lab up --stack ${hostsStack}, then ./lab smoke --stack ${hostsStack}`);
  console.log(`To look at it: docker --host ${hostEndpoint(1)} node ls`);
}

async function down(yes: boolean | undefined) {
  if (!hasHosts()) return console.log("There are no hosts on this machine.");
  requireHosts();
  const running = hostNumbers.filter(isHostUp).map(hostName).join(", ") || "none runs";
  const question = `Remove the three hosts (${running}) with their containers, volumes and images?`;
  if (!(await confirm(question, { yes }))) return console.log("Nothing was removed.");
  await removeHosts();
  console.log("Hosts, networks, volumes and the registry's images are removed.");
}
