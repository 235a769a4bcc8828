// Runs a learner's program without an engine, and prints what it declares: node declared-resources.ts DIR
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";

/** A resource as the program declared it. */
export interface DeclaredResource {
  readonly name: string;
  readonly type: string;
  /** The name of the component that it belongs to; the stack has none. */
  readonly parent: string | undefined;
  readonly hasAlias: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: inputs have a shape for each type
  readonly inputs: Record<string, any>;
}

const [dir = ""] = process.argv.slice(2);
const options = new Map<string, pulumi.CustomResourceOptions>();
const inputs: Pick<DeclaredResource, "name" | "type" | "inputs">[] = [];

await pulumi.runtime.setMocks({
  newResource: (made) => {
    inputs.push({ name: made.name, type: made.type, inputs: made.inputs });
    const state = { name: made.name, imageId: `id of ${made.name}`, repoDigest: `id of ${made.name}` };
    return { id: made.name, state: { ...state, ...made.inputs } };
  },
  call: ({ inputs: asked }) => asked,
});
pulumi.runtime.setAllConfig(
  Object.fromEntries(["zookeeper", "kafka", "node"].map((image) => [`project:${image}Image`, image])),
);
const outputs = await pulumi.runtime.runInPulumiStack(async () => {
  pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
    options.set(`${type} ${name}`, opts);
    return undefined;
  });
  return { ...(await import(pathToFileURL(join(dir, "infra/index.ts")).href)) };
});
await pulumi.runtime.disconnect();

const resources: DeclaredResource[] = inputs.map((made) => {
  const { parent, aliases } = options.get(`${made.type} ${made.name}`) ?? {};
  const { __name: name } = (parent ?? {}) as { __name?: string };
  return {
    ...made,
    parent: parent instanceof pulumi.ComponentResource ? name : undefined,
    hasAlias: !!aliases,
  };
});
console.log(`\n${JSON.stringify({ resources, outputs: Object.keys(outputs ?? {}) })}`);
process.exit();
