import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { equal, hasUnknown, isMap, secret } from "../../model/property-values.ts";
import { type CheckFailure, type PropertyMap, UNKNOWN } from "../../model/resource-type.ts";
import type { DockerType } from "../calls/docker-context.ts";
import { textOf } from "../properties/property-access.ts";
import { checkInputs, type Schema } from "../properties/schema.ts";
import { type BuildContext, contextDigest } from "./build-context.ts";
import { buildImage } from "./image-build.ts";
import { pushImage } from "./image-push.ts";
import { findImage } from "./local-image.ts";

/** An image that is built from source, and pushed unless the program says `skipPush`. No property replaces it: a changed context is built again under the same name. */
export const IMAGE: Schema = {
  build: {
    shape: "block",
    of: {
      addHosts: { shape: "list" },
      args: { shape: "map" },
      builderVersion: { shape: "string" },
      cacheFrom: { shape: "block", refused: true },
      context: { shape: "string" },
      dockerfile: { shape: "string" },
      network: { shape: "string" },
      platform: { shape: "string" },
      target: { shape: "string" },
    },
  },
  buildOnPreview: { shape: "boolean" },
  imageName: { shape: "string", required: true },
  registry: {
    shape: "block",
    of: { password: { shape: "string" }, server: { shape: "string" }, username: { shape: "string" } },
  },
  skipPush: { shape: "boolean" },
};

export const imageType: DockerType = {
  token: "docker:index/image:Image",

  async check({ inputs }, { workingDirectory }) {
    const { inputs: checked, failures } = checkInputs(IMAGE, inputs, "Image");
    const problems = failures.length > 0 ? failures : checkImage(checked, workingDirectory);
    const { __defaults: _, ...plain } = checked;
    return { inputs: problems.length > 0 ? plain : withDigest(plain, workingDirectory), failures: problems };
  },

  diff(old, inputs) {
    const names = [...new Set([...Object.keys(old.inputs), ...Object.keys(inputs)])].sort();
    const changed = names.filter((name) => !equal(significant(name, old.inputs), significant(name, inputs)));
    const kind = (name: string) =>
      old.inputs[name] === undefined ? "add" : inputs[name] === undefined ? "delete" : "update";
    return {
      changed: changed.length > 0,
      replaceKeys: [],
      detailed: Object.fromEntries(changed.map((name) => [name, { kind: kind(name), inputDiff: false }])),
      deleteBeforeReplace: false,
    };
  },

  /** A preview does not build, and in the provider's preview only the name is known. */
  previewOutputs: (inputs) => ({
    ...Object.fromEntries(Object.keys(describe(inputs)).map((name) => [name, UNKNOWN])),
    repoDigest: UNKNOWN,
    imageName: inputs.imageName ?? UNKNOWN,
  }),

  async create(inputs, context) {
    const id = await buildImage(inputs, locate(inputs, context.workingDirectory), context);
    // The provider compares with the inputs that it keeps in its outputs; without them its next plan is a build.
    const repoDigest = inputs.skipPush === true ? id : await pushImage(inputs, context);
    const outputs = { ...describe(inputs), repoDigest, __inputs: secret(inputs) };
    return { id: textOf(inputs.imageName), inputs, outputs };
  },

  /**
   * The provider does not check whether the image still exists. An image that has only lost its name stays as it is here,
   * too; one that is gone (`docker image prune -a`) leaves the state and is built again, because no container can use it.
   */
  async read(id, known, { docker }) {
    if (known.outputs === undefined) return undefined;
    const built = textOf(known.outputs.repoDigest);
    if (built.startsWith("sha256:") && (await findImage(built, docker)) === undefined) return undefined;
    return { id, inputs: known.inputs ?? {}, outputs: known.outputs };
  },

  /** An image built under another name keeps its first id; the outputs have the new name. */
  async update({ id }, inputs, context) {
    return { ...(await imageType.create(inputs, context)), id };
  },

  /** The provider leaves the image where it is. */
  async delete() {},
};

/** A changed password is no reason to build again. */
function significant(name: string, inputs: PropertyMap): PropertyMap[string] | undefined {
  const { registry } = inputs;
  return name === "registry" && isMap(registry) ? registry.server : inputs[name];
}

function checkImage(inputs: PropertyMap, workingDirectory: string): CheckFailure[] {
  if (inputs.buildOnPreview === true) {
    const reason =
      "a preview that builds is not supported by the embedded engine; use the Pulumi CLI, or leave it out";
    return [{ property: "buildOnPreview", reason }];
  }
  const version = isMap(inputs.build) ? inputs.build.builderVersion : undefined;
  if (![undefined, UNKNOWN, "BuilderV1", "BuilderBuildKit"].includes(version as string | undefined)) {
    const reason = `expected BuilderV1 or BuilderBuildKit, saw ${JSON.stringify(version)}`;
    return [{ property: "build.builderVersion", reason }];
  }
  if (hasUnknown(inputs.build)) return [];
  const { folder, dockerfile } = locate(inputs, workingDirectory);
  if (!existsSync(folder)) return [{ property: "build.context", reason: `there is no folder ${folder}` }];
  return existsSync(dockerfile)
    ? []
    : [{ property: "build.dockerfile", reason: missingDockerfile(inputs, workingDirectory) }];
}

/** In earlier SDKs and Compose files, the path is relative to the context. */
function missingDockerfile(inputs: PropertyMap, workingDirectory: string): string {
  const { folder, dockerfile } = locate(inputs, workingDirectory);
  const missing = `there is no file ${dockerfile}`;
  const inContext = isMap(inputs.build) ? resolve(folder, textOf(inputs.build.dockerfile)) : dockerfile;
  if (!existsSync(inContext)) return missing;
  const path = relative(workingDirectory, inContext);
  return `${missing}; the path is relative to the folder in which the program runs, and not to the context: write dockerfile: "${path}"`;
}

/** The program's inputs with what the provider adds: the platform, the paths, and the digest that shows a changed source. */
function withDigest(inputs: PropertyMap, workingDirectory: string): PropertyMap {
  const { __defaults: _, ...given } = isMap(inputs.build) ? inputs.build : {};
  const context = textOf(given.context) || ".";
  const dockerfile = textOf(given.dockerfile) || join(context, "Dockerfile");
  const digest =
    hasUnknown(given.context) || hasUnknown(given.dockerfile)
      ? UNKNOWN
      : contextDigest(locate(inputs, workingDirectory));
  return {
    ...inputs,
    buildOnPreview: inputs.buildOnPreview ?? false,
    build: { platform: hostPlatform(), ...given, context, contextDigest: digest, dockerfile },
  };
}

/** The provider builds for Linux on the architecture that it runs on, unless the program gives a platform. */
function hostPlatform(): string {
  return `linux/${process.arch === "x64" ? "amd64" : process.arch}`;
}

function locate(inputs: PropertyMap, workingDirectory: string): BuildContext {
  const build = isMap(inputs.build) ? inputs.build : {};
  const folder = resolve(workingDirectory, textOf(build.context) || ".");
  const dockerfile = build.dockerfile
    ? resolve(workingDirectory, textOf(build.dockerfile))
    : join(folder, "Dockerfile");
  return { folder, dockerfile, written: textOf(build.context) || "." };
}

function describe(inputs: PropertyMap): PropertyMap {
  const build = isMap(inputs.build) ? inputs.build : {};
  const context = textOf(build.context);
  return {
    baseImageName: inputs.imageName ?? "",
    context,
    dockerfile: relative(context, textOf(build.dockerfile)),
    imageName: inputs.imageName ?? "",
    ...(build.platform ? { platform: build.platform } : {}),
    registryServer: isMap(inputs.registry) ? (inputs.registry.server ?? "") : "",
  };
}
