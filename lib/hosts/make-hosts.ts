import { hostNumbers } from "../../common/hosts-layout.ts";
import { requireDocker } from "../docker/probe-docker.ts";
import { chooseStack } from "../stack/choose-stack.ts";
import { imagesForRegistry } from "../stack/stack-images.ts";
import { copyImages } from "./copy-images.ts";
import { startHost } from "./host-engine.ts";
import { hostsStack } from "./host-layout.ts";
import { makeHostNetwork, setHostLink } from "./host-network.ts";
import { makeSwarm } from "./host-swarm.ts";
import { startRegistry } from "./registry.ts";
import { requireHosts } from "./require-hosts.ts";

/** Brings three hosts up and joined, whatever had happened to them, with a registry that has what their stack needs. */
export async function makeHosts(log: (line: string) => void) {
  requireHosts();
  await makeHostNetwork();
  await Promise.all(hostNumbers.map(startHost));
  await Promise.all(hostNumbers.map((host) => setHostLink(host, "up")));
  await startRegistry(log);
  await makeSwarm();
  await fillRegistry(log);
}

/** The images of the stack that runs on the hosts, as far as they come from no other registry. */
async function fillRegistry(log: (line: string) => void) {
  await requireDocker();
  await chooseStack({ asked: hostsStack });
  await copyImages(imagesForRegistry(hostsStack), log);
}
