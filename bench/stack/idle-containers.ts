import { stringify } from "yaml";
import { machineImages } from "../../tests/support/images-here.ts";

const { nodeImage: image } = machineImages;

/** A Pulumi program of `count` containers that do nothing, on one network. */
export function idleProgram(name: string, count: number) {
  return `import * as docker from "@pulumi/docker";
const network = new docker.Network("net", { name: "${name}-net" });
for (let index = 0; index < ${count}; index += 1) {
  new docker.Container("idle-" + index, {
    name: "${name}-" + index, image: "${image}", command: ["sleep", "3600"], init: true, destroyGraceSeconds: 1,
    networksAdvanced: [{ name: network.name }],
  });
}
`;
}

/** The same for docker-compose, which makes a network by itself. */
export function idleComposeFile(count: number) {
  const service = { image, command: ["sleep", "3600"], init: true, stop_grace_period: "1s" };
  const services = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`idle-${index}`, service]),
  );
  return stringify({ version: "2.4", services });
}
