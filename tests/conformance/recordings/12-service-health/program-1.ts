import { readFileSync } from "node:fs";
import * as docker from "@pulumi/docker";

// Each step writes what it wants into settings.json; here the values are put in that differ from run to run.
const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const registry = process.env.CONFORMANCE_REGISTRY ?? "";
const { network, service } = JSON.parse(
  read("settings.json").replaceAll("<registry>", registry).replaceAll("sha256:<hex64>", read("digest").trim()),
);
const net = new docker.Network("net", { name: "conf-net", driver: "overlay", attachable: true, ...network });
const valueOf = (text: string | undefined) => ({ "${net.id}": net.id, "${net.name}": net.name })[text ?? ""] ?? text;
service.taskSpec.networksAdvanceds = service.taskSpec.networksAdvanceds.map(
  (one: { id?: string; name?: string }) => ({
    ...one,
    ...(one.id !== undefined && { id: valueOf(one.id) }),
    ...(one.name !== undefined && { name: valueOf(one.name) }),
  }),
);
const web = new docker.Service("web", service);

export const serviceId = web.id;
export const netId = net.id;
