import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { equal, hasUnknown, isMap, secret } from "../property-values.ts";
import {
  type CheckFailure,
  type PropertyMap,
  type ResourceContext,
  type ResourceType,
  UNKNOWN,
} from "../resource-type.ts";
import { type BuildContext, contextDigest, packContext } from "./build-context.ts";
import { orNothing, reasonOf } from "./docker-errors.ts";
import { textMapOf, textOf, textsOf } from "./property-access.ts";
import { checkInputs, type Schema } from "./schema.ts";

/** An image that is built from source. Nothing replaces it: a changed context is built anew, under the same name. */
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
  registry: { shape: "block", refused: true },
  skipPush: { shape: "boolean" },
};

export const imageType: ResourceType = {
  token: "docker:index/image:Image",

  async check({ inputs }, { workingDirectory }) {
    const { inputs: checked, failures } = checkInputs(IMAGE, inputs);
    const problems = [...failures, ...checkImage(checked, workingDirectory)];
    const { __defaults: _, ...plain } = checked;
    return { inputs: problems.length > 0 ? plain : withDigest(plain, workingDirectory), failures: problems };
  },

  diff(old, inputs) {
    const names = ["build", "imageName", "registry", "skipPush"].filter(
      (name) => !equal(old.inputs[name], inputs[name]),
    );
    const kind = (name: string) =>
      old.inputs[name] === undefined ? "add" : inputs[name] === undefined ? "delete" : "update";
    return {
      changed: names.length > 0,
      replaceKeys: [],
      detailed: Object.fromEntries(names.map((name) => [name, { kind: kind(name), inputDiff: false }])),
      deleteBeforeReplace: false,
    };
  },

  /** Only a build tells the id, and a preview does not build. */
  previewOutputs: (inputs) => ({ ...describe(inputs), repoDigest: UNKNOWN }),

  async create(inputs, context) {
    const id = await build(inputs, context);
    // The provider compares with the inputs that it hides in its outputs; without them its next plan is a build.
    const outputs = { ...describe(inputs), repoDigest: id, __inputs: secret(inputs) };
    return { id: textOf(inputs.imageName), inputs, outputs };
  },

  /** The provider does not look whether the image is still there, and neither do we: the state is what it was. */
  async read(id, known) {
    if (known.outputs === undefined) return undefined;
    return { id, inputs: known.inputs ?? {}, outputs: known.outputs };
  },

  async update(_old, inputs, context) {
    return imageType.create(inputs, context);
  },

  /** The provider leaves the image where it is. */
  async delete() {},
};

function checkImage(inputs: PropertyMap, workingDirectory: string): CheckFailure[] {
  if (inputs.skipPush !== true) {
    return [
      {
        property: "skipPush",
        reason:
          "pushing to a registry is not supported by the embedded engine; use the Pulumi CLI, or set skipPush: true",
      },
    ];
  }
  if (hasUnknown(inputs.build)) return [];
  const { folder, dockerfile } = locate(inputs, workingDirectory);
  if (!existsSync(folder)) return [{ property: "build.context", reason: `there is no folder ${folder}` }];
  return existsSync(dockerfile)
    ? []
    : [{ property: "build.dockerfile", reason: `there is no file ${dockerfile}` }];
}

/** What the program said, and what the provider adds: where to build, how to tell that the source changed. */
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

/** The provider builds for Linux on the architecture that it runs on, unless it is told otherwise. */
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
    registryServer: "",
  };
}

/** Builds and answers the image's id. */
async function build(inputs: PropertyMap, context: ResourceContext): Promise<string> {
  const { docker } = context;
  const options = isMap(inputs.build) ? inputs.build : {};
  const { archive, dockerfile } = packContext(locate(inputs, context.workingDirectory));
  const name = textOf(inputs.imageName);
  const stream = await docker.buildImage(archive as unknown as NodeJS.ReadableStream, {
    t: name,
    dockerfile,
    buildargs: textMapOf(options.args) ?? {},
    ...(options.target ? { target: textOf(options.target) } : {}),
    ...(options.platform ? { platform: textOf(options.platform) } : {}),
    ...(options.network ? { networkmode: textOf(options.network) } : {}),
    ...(options.addHosts ? { extrahosts: textsOf(options.addHosts).join(",") } : {}),
    abortSignal: context.signal,
  });
  await follow(docker, stream, context);
  const found = await orNothing(docker.getImage(name).inspect());
  if (found === undefined) throw new Error(`the build of ${name} ended without an image`);
  return found.Id;
}

function follow(
  docker: ResourceContext["docker"],
  stream: NodeJS.ReadableStream,
  context: ResourceContext,
): Promise<void> {
  return new Promise((resolvePromise, reject) =>
    docker.modem.followProgress(
      stream,
      (error, events: { error?: string }[] | null) => {
        const failure = error ?? events?.find((event) => event.error !== undefined);
        if (!failure) resolvePromise();
        else reject(new Error(`the build failed: ${"error" in failure ? failure.error : reasonOf(failure)}`));
      },
      ({ stream: text = "" }: { stream?: string }) => {
        for (const line of text.split("\n").filter(Boolean)) context.log(line);
        if (text.trim() !== "") context.status(text.trim().split("\n")[0] ?? "");
      },
    ),
  );
}
