const ALIASES = 'networksAdvanced: [{ name: network.name, aliases: ["NAME"] }]';
const ENVS = 'it is envs: ["KEY=value"]';

/**
 * Properties of earlier SDKs, Compose files and other tools that @pulumi/docker writes differently, by type and path, with
 * what to write.
 */
const NEW_FORMS: Readonly<Record<string, string>> = {
  "Container.cmd": 'it is command: ["WORD", "WORD"]',
  "Container.command": 'write words: command: ["sh", "-c", "..."]',
  "Container.commands": 'it is command: ["WORD", "WORD"]',
  "Container.entrypoint": 'it is entrypoints: ["WORD", "WORD"]',
  "Container.environment": ENVS,
  "Container.environments": ENVS,
  "Container.envs": 'write texts: envs: ["KEY=value"]',
  "Container.image":
    "an image that an earlier SDK gave as RemoteImage's `latest` is its `imageId` now, and a built one is Image's `repoDigest`",
  "Container.links": `containers on one network find each other by name: ${ALIASES}`,
  "Container.networkAlias": `it is ${ALIASES}`,
  "Container.networkAliases": `it is ${ALIASES}`,
  "Container.networks": "it is networksAdvanced: [{ name: network.name }]",
  "Container.ports": "write blocks: ports: [{ internal: 80, external: 8080 }]",
  "Container.volumes": 'write blocks: volumes: [{ volumeName: volume.name, containerPath: "/data" }]',
  "Image.baseImageName": "it is imageName; baseImageName is an output of the image",
  "Image.build": 'write build: { context: "./app" }',
  "Image.build.cacheFrom": "leave it out, because what this machine has built before is used anyway",
  "Image.build.env": "leave it out, because BuildKit is used unless builderVersion says BuilderV1",
  "Image.build.extraOptions": "it is args, target, network, platform and addHosts",
  "Image.localImageName": "leave it out, because the image is here under its imageName",
  "RemoteImage.latest": 'give the tag in the name: name: "nginx:1.27"',
};

/** The same for a required property without a value, because an output of an earlier SDK is undefined in this one. */
export function newFormOfMissing(property: string): string | undefined {
  return newFormOf("Container", property, "expected a value");
}

/**
 * What to write instead of a property that is refused; undefined when that is not known. `reason` says why it is refused:
 * a value of the right type that is only out of range needs no other form.
 */
export function newFormOf(type: string, path: string, reason = "unknown property"): string | undefined {
  const isOfForm = /^(unknown property|not supported|expected (a value|a list|a set|an object|a map)\b)/;
  return isOfForm.test(reason) ? NEW_FORMS[`${type}.${path}`] : undefined;
}
