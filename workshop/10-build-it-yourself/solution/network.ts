import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

// By these labels ./lab knows what is its own.
export const labels = [
  { label: "kafka-lab.name", value: "default" },
  { label: "kafka-lab.stack", value: pulumi.getStack() },
];

export const network = new docker.Network("network", { name: "kafka-lab", labels });
