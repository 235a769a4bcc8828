import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { isReady, shared } from "./container.ts";
import { buildImage } from "./image.ts";
import { bootstrapServers } from "./kafka.ts";

/** A service of ours, built and run, and published on one port; `envs` are settings of its own. */
export class Service extends pulumi.ComponentResource {
  readonly url: string;

  constructor(name: string, port: number, envs: string[] = [], opts?: pulumi.ComponentResourceOptions) {
    super("my-lab:index:Service", name, {}, opts);
    const child = { parent: this, aliases: [{ parent: pulumi.rootStackResource }] };
    new docker.Container(
      name,
      {
        ...shared,
        name,
        image: buildImage(name, child).repoDigest,
        envs: [
          "HOST=0.0.0.0",
          pulumi.interpolate`KAFKA_BOOTSTRAP_SERVERS=${bootstrapServers}`,
          `PORT=${port}`,
          ...envs,
        ],
        ports: [{ internal: port, external: port, ip: "127.0.0.1" }],
        healthcheck: isReady(port),
      },
      child,
    );
    this.url = `http://localhost:${port}/api/messages`;
    this.registerOutputs({ url: this.url });
  }
}
