import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

const node = new docker.RemoteImage("node-image", {
  name: new pulumi.Config().require("nodeImage"),
  keepLocally: true,
});

/** A service's source in one file of JavaScript, on the image of Node. */
export function buildImage(service: string, opts?: pulumi.CustomResourceOptions): docker.Image {
  const context = `../.lab/build/${service}`;
  buildSync({
    entryPoints: [`../services/${service}/main.ts`],
    outfile: `${context}/main.js`,
    bundle: true,
    platform: "node",
  });
  return new docker.Image(
    `${service}-image`,
    {
      imageName: `kafka-lab/${service}:mine`,
      build: { context, dockerfile: "service.Dockerfile", args: { BASE: node.name } },
      skipPush: true,
    },
    opts,
  );
}
