import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { parse, stringify } from "yaml";
import { docker, inventory } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/project-copy.ts";
import { bringUp, mustRun, runLab } from "../support/run-lab.ts";

const lab = inject("lab");
const stackFile = join(lab.dir, `Pulumi.${stack}.yaml`);
const before = readFileSync(stackFile, "utf8");

/** Those of service-a and of the three instances of service-b. */
const ports = [lab.serviceAPort, ...[0, 10, 20].map((step) => lab.serviceBPort + step)].map(
  (it) => it + 2000,
);
const services = ["service-a", "service-b", "service-b-2", "service-b-3"].map((it) => `${lab.name}-${it}`);
const inForce = "/var/lib/kafka-lab/certificates/current";

let authority: string;

beforeAll(async () => {
  const settings = parse(before);
  settings.config["kafka-lab:serviceBInstances"] = "3";
  writeFileSync(stackFile, stringify(settings));
  await bringUp();
  authority = await certificateFor(services[0] ?? "", "authority.pem");
});

afterAll(async () => {
  writeFileSync(stackFile, before);
  await bringUp();
});

test("when `ca` has written the authority's certificate, then curl reaches every service by both names", async () => {
  const { words } = await mustRun("ca", "--lang", "en");
  expect(words).toMatch(/curl --cacert \S.*ca\.pem'? https:\/\/localhost:/);
  const file = join(lab.dir, ".lab", "ca.pem");
  expect(readFileSync(file, "utf8")).toBe(authority);
  expect((await mustRun("ca", "-")).stdout).toBe(authority);
  for (const port of ports) {
    for (const host of ["localhost", "127.0.0.1"]) {
      expect(curl("--cacert", file, `https://${host}:${port}/readyz`)).toContain('"status":"ready"');
    }
  }
});

test("when a client does not know the authority, or asks for another name, then it is refused", () => {
  const url = `https://localhost:${ports[0]}/readyz`;
  expect(() => curl(url)).toThrow(/certificate/);
  const file = join(lab.dir, ".lab", "ca.pem");
  const elsewhere = [
    "--resolve",
    `lab.example:${ports[0]}:127.0.0.1`,
    `https://lab.example:${ports[0]}/readyz`,
  ];
  expect(() => curl("--cacert", file, ...elsewhere)).toThrow(/certificate/);
  expect(() => curl("--cacert", file, "--tls-max", "1.1", url)).toThrow();
});

test("when a message goes by https, then it comes back by https", async () => {
  for (const port of ports.slice(1)) {
    const url = `https://localhost:${port}/api/messages?timeout=0`;
    while ((await ask(url)).status === 200); // what other tests left
  }
  const file = join(lab.dir, ".lab", "ca.pem");
  const body = ["-H", "content-type: application/json", "-d", '"sealed"'];
  const sent = curl("--cacert", file, ...body, `https://localhost:${ports[0]}/api/messages`);
  expect(sent).toContain("Message 'sealed' sent to message-topic");
  const read = ports.slice(1).map((port) => ask(`https://127.0.0.1:${port}/api/messages?timeout=3`));
  expect((await Promise.all(read)).map(({ words }) => words)).toContain("Received message: sealed");
});

test("when all instances have started together, then they have one certificate, and one folder of it", async () => {
  const seen = await Promise.all(services.map((name) => certificateFor(name, "certificate.pem")));
  expect(new Set(seen).size).toBe(1);
  const files = await inContainer(services[0] ?? "", ["ls", inForce.replace("current", "")]);
  expect(files.split("\n").filter((name) => /^(identity|making)/.test(name))).toHaveLength(1);
  expect(await inContainer(services[0] ?? "", ["stat", "-c", "%a %U", `${inForce}/key.pem`])).toBe(
    "600 node\n",
  );
});

test("when a service is started again, or replaced, then the certificate stays", async () => {
  const port = ports[0] ?? 0;
  await docker.getContainer(services[0] ?? "").restart();
  await eventually("https again", () => answers(port));
  await docker.getContainer(services[0] ?? "").remove({ force: true });
  await mustRun("up", "--yes", "--engine", "embedded", "--refresh");
  await eventually("https once more", () => answers(port));
  expect(await certificateFor(services[0] ?? "", "authority.pem")).toBe(authority);
});

test("when everything but the volume is searched, then the private key is nowhere", async () => {
  const key = await certificateFor(services[0] ?? "", "key.pem");
  const body = key.split("\n")[1] ?? "";
  expect(body.length).toBe(64);
  const { containers } = await inventory();
  for (const name of containers) {
    expect(JSON.stringify(await docker.getContainer(name).inspect())).not.toMatch(/PRIVATE KEY/);
  }
  const image = (await docker.getContainer(services[0] ?? "").inspect()).Image;
  const layers = await buffer(await docker.getImage(image).get());
  expect(layers.includes(body)).toBe(false);
  expect(layers.includes("key.pem\0")).toBe(false);
  const preview = await mustRun("preview", "--engine", "embedded", "--json", "--diff");
  expect(preview.stdout).not.toContain("PRIVATE KEY");
  for (const folder of [".lab", ".pulumi-state"]) {
    for (const file of filesIn(join(lab.dir, folder))) {
      const content = readFileSync(file);
      expect([file, content.includes(body)]).toEqual([file, false]);
    }
  }
});

test("when https is turned off, then there is no port and no volume, and with it there is a new authority", async () => {
  const settings = parse(readFileSync(stackFile, "utf8"));
  settings.config["kafka-lab:httpsPortOffset"] = "0";
  writeFileSync(stackFile, stringify(settings));
  await bringUp();
  expect((await inventory()).volumes).not.toContain(`${lab.name}-service-certificates`);
  expect((await runLab(["ca", "--lang", "en"])).words).toContain("speak no https");
  await expect(ask(`https://localhost:${ports[0]}/readyz`)).rejects.toThrow();
  settings.config["kafka-lab:httpsPortOffset"] = "2001";
  writeFileSync(stackFile, stringify(settings));
  await bringUp();
  await eventually("https elsewhere", () => answers((ports[0] ?? 0) + 1));
  const other = await certificateFor(services[0] ?? "", "authority.pem");
  expect(new X509Certificate(other).subject).not.toBe(new X509Certificate(authority).subject);
});

function curl(...args: string[]): string {
  return execFileSync("curl", ["-sS", "--fail", ...args], { encoding: "utf8", stdio: "pipe" });
}

/** By Node, which trusts the authority that the test has read. */
function ask(url: string, ca = authority): Promise<{ status: number; words: string }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { ca }, async (response) => {
      resolve({ status: response.statusCode ?? 0, words: await text(response) });
    });
    request.on("error", reject);
  });
}

async function answers(port: number): Promise<boolean> {
  const answer = await ask(
    `https://localhost:${port}/healthz`,
    await certificateFor(services[0] ?? "", "authority.pem"),
  );
  return answer.status === 200;
}

const certificateFor = (container: string, file: string) =>
  inContainer(container, ["cat", `${inForce}/${file}`]);

async function inContainer(container: string, command: string[]): Promise<string> {
  const run = await docker.getContainer(container).exec({ Cmd: command, AttachStdout: true });
  const stream = await run.start({});
  const chunks: Buffer[] = [];
  docker.modem.demuxStream(stream, { write: (chunk: Buffer) => chunks.push(chunk) } as never, process.stderr);
  await new Promise((resolve) => stream.once("end", resolve));
  return Buffer.concat(chunks).toString("utf8");
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
