import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

const kafkaFile = "infra/kafka.ts";
const megabyte = 1024 * 1024;

export const rows: Record<string, RowCase> = {
  "heap-is-512": {
    without: [
      { why: "set, and not applied", run: async (lab) => lab.config.set("kafkaHeapMb", 512) },
      {
        why: "set, looked at, and not applied",
        async run(lab) {
          await lab.preview({ config: { kafkaHeapMb: 512 } });
        },
      },
    ],
    otherwise: [
      {
        why: "as the default of the project, in Pulumi.yaml",
        async run(lab) {
          edit(lab, "Pulumi.yaml", "default: 384", "default: 512");
          await lab.up();
        },
      },
      {
        why: "in the program itself",
        async run(lab) {
          edit(lab, kafkaFile, "...javaEnvironment(kafkaHeapMb)", "...javaEnvironment(512)");
          await lab.up();
        },
      },
    ],
  },
  "limit-is-1280": {
    without: [
      { why: "the heap alone", run: async (lab) => void (await lab.up({ config: { kafkaHeapMb: 512 } })) },
      {
        why: "by Docker's own command, behind the back of the program",
        async run(lab) {
          const Memory = 1280 * megabyte;
          await lab.docker.getContainer(lab.nameOf("kafka")).update({ Memory, MemorySwap: Memory });
        },
      },
    ],
    otherwise: [
      {
        why: "heap and headroom in one go",
        async run(lab) {
          edit(lab, kafkaFile, "const headroomMb = 640;", "const headroomMb = 768;");
          await lab.up({ config: { kafkaHeapMb: 512 } });
        },
      },
      {
        why: "where the limit is declared, and not where the headroom is named",
        async run(lab) {
          edit(lab, kafkaFile, "memoryMb: kafkaHeapMb + headroomMb", "memoryMb: 1280");
          await lab.up();
        },
      },
    ],
  },
  "made-again": {
    without: [
      {
        why: "the containers are thrown away and made again, and the volumes stay",
        async run(lab) {
          for (const name of ["service-b", "service-a", "kafka", "zookeeper"]) {
            await lab.docker.getContainer(lab.nameOf(name)).remove({ force: true });
          }
          await lab.ensureUp();
        },
      },
      { why: "destroyed, and not made again", run: async (lab) => void (await lab.destroy()) },
      {
        why: "every container is replaced by a refresh and an up, which change nothing",
        run: async (lab) => void (await lab.up({ refresh: true })),
      },
    ],
    otherwise: [
      {
        why: "destroyed and made again twice",
        async run(lab) {
          for (const _ of [1, 2]) {
            await lab.destroy();
            await lab.ensureUp();
          }
        },
      },
    ],
  },
  "service-a-is-back": {
    without: [
      { why: "it was moved and is left there", run: (lab) => move(lab, 5151) },
      { why: "it is stopped", run: (lab) => lab.docker.getContainer(lab.nameOf("service-a")).stop() },
    ],
    otherwise: [
      {
        why: "it was moved, and is back by a value of its own",
        async run(lab) {
          const port = Number(lab.notes.get("port"));
          await move(lab, 5151);
          await move(lab, port);
        },
      },
    ],
  },
  "your-turn": {
    without: [
      { why: "set, and not applied", run: async (lab) => lab.config.set("serviceBInstances", 2) },
      {
        why: "the second one is stopped",
        async run(lab) {
          await lab.up({ config: { serviceBInstances: 2 } });
          await lab.docker.getContainer(lab.nameOf("service-b-2")).stop();
        },
      },
    ],
    otherwise: [
      {
        why: "three of them",
        async run(lab) {
          await lab.up({ config: { serviceBInstances: 3 } });
          await lab.ensureUp();
        },
      },
      {
        why: "in the program itself, as one more port",
        async run(lab) {
          edit(lab, "infra/index.ts", "ports: serviceBPorts(config)", "ports: [config.serviceBPort, 5202]");
          await lab.up();
          await lab.poll(async () => (await lab.inspect("service-b-2"))?.State.Health?.Status === "healthy", {
            what: "service-b-2 is healthy",
          });
        },
      },
    ],
  },
  "plan-is-empty": {
    without: [
      { why: "a setting is not applied", run: async (lab) => lab.config.set("zookeeperHeapMb", 192) },
      {
        why: "a container is gone, which only a refresh sees",
        run: (lab) => lab.docker.getContainer(lab.nameOf("service-b")).remove({ force: true }),
      },
    ],
    otherwise: [
      {
        why: "a setting is changed and applied",
        run: async (lab) => void (await lab.up({ config: { zookeeperHeapMb: 192 } })),
      },
    ],
  },
};

function edit(lab: WorkshopLab, file: string, from: string, to: string): void {
  const text = lab.files.read(file) ?? "";
  if (!text.includes(from)) throw new Error(`expected "${from}" in ${file}`);
  lab.files.write(file, text.replace(from, to));
}

async function move(lab: WorkshopLab, port: number): Promise<void> {
  await lab.up({ config: { serviceAPort: port } });
  await lab.ensureUp();
}
