import { programBefore, yourTurn } from "../../../workshop/10-build-it-yourself/stages.ts";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import type { RowCase } from "../support/row-case.ts";

type Edit = (program: Map<string, string>) => void;

const without = (why: string, stage: number, ...edits: Edit[]) => [deed(why, stage, edits)];
const otherwise = without;

export const rows: Record<string, RowCase> = {
  network: {
    without: [
      {
        why: "Docker has made the network, and no program",
        async run({ docker, nameOf }) {
          await docker.createNetwork({ Name: nameOf("kafka-lab"), Labels: { "kafka-lab.name": "default" } });
        },
        undo: ({ docker, nameOf }) => docker.getNetwork(nameOf("kafka-lab")).remove(),
      },
    ],
    otherwise: otherwise("all of it is in one file, under another name in the state", 2, (program) => {
      const text = program.get("infra/network.ts") ?? "";
      program.delete("infra/network.ts");
      program.set("infra/index.ts", text.replace('Network("network"', 'Network("ours"'));
    }),
  },
  zookeeper: {
    without: without(
      "nobody asks it whether it is healthy",
      3,
      withoutProbe("infra/zookeeper.ts"),
      inContainer("wait: false"),
    ),
    otherwise: otherwise("its file has another name", 3, rename("zookeeper", "coordination")),
  },
  kafka: {
    without: without("only ZooKeeper is made", 3),
    otherwise: otherwise("its file has another name", 4, rename("kafka", "broker")),
  },
  waits: {
    without: without("the address of ZooKeeper is a plain string", 4, plainAddress, withoutImport),
    otherwise: otherwise(
      "the address is a plain string, and dependsOn says the order",
      4,
      plainAddress,
      replace(
        "infra/kafka.ts",
        "healthcheck: portIsOpen(29092),\n});",
        "healthcheck: portIsOpen(29092),\n}, { dependsOn: [zookeeper] });",
      ),
    ),
  },
  outside: {
    without: without(
      "it advertises a port that nobody publishes",
      4,
      replace("infra/kafka.ts", "EXTERNAL://127.0.0.1:9092", "EXTERNAL://127.0.0.1:9192"),
    ),
    otherwise: otherwise(
      "the listeners have other names",
      4,
      replace("infra/kafka.ts", /\bEXTERNAL\b/g, "LAPTOP"),
    ),
  },
  "service-a": {
    without: without(
      "it runs, and nobody asks it whether it is ready",
      5,
      withoutProbe("infra/service-a.ts"),
      inContainer("wait: false"),
    ),
    otherwise: otherwise("it is in a component from the beginning", yourTurn),
  },
  components: {
    without: without("its parent is the stack", 5),
    otherwise: otherwise(
      "the class has another name, and nothing was moved",
      yourTurn,
      replace("infra/service.ts", /my-lab:index:Service|(?<=class )Service/g, (name) =>
        name === "Service" ? "Program" : "mine:index:Program",
      ),
      replace("infra/index.ts", /\bService\(|\{ Service \}/g, (name) => name.replace("Service", "Program")),
    ),
  },
  "your-turn": {
    without: [
      ...without("it reads as the group that it has by default", yourTurn, addServiceB("")),
      ...without("its parent is the stack", yourTurn, ofTheStack),
    ],
    otherwise: otherwise(
      "the class takes an object of variables",
      yourTurn,
      replace(
        "infra/service.ts",
        "port: number, opts?",
        "port: number, own: Record<string, string> = {}, opts?",
      ),
      replace(
        "infra/service.ts",
        /(?<=`PORT=.+`,\n)/,
        "...Object.entries(own).map(([key, value]) => key.concat('=', value)),\n",
      ),
      addServiceB(', { GROUP_ID: "my-group" }'),
    ),
  },
  "nothing-to-do": {
    without: [
      {
        why: "the program has been changed since the last up",
        async run(lab) {
          await write(lab, 2, []);
          await lab.up();
          const file = "infra/network.ts";
          const more = 'export const spare = new docker.Volume("spare", { name: "spare", labels });\n';
          lab.files.write(file, `${lab.files.read(file)}${more}`);
        },
      },
    ],
    otherwise: otherwise("there is a program of the learner's own, and it is up", 2),
  },
};

/** Brings up what the text has written before a stage, edited. */
function deed(why: string, stage: number, edits: readonly Edit[]) {
  return {
    why,
    async run(lab: WorkshopLab) {
      await write(lab, stage, edits);
      await lab.up();
    },
  };
}

async function write(lab: WorkshopLab, stage: number, edits: readonly Edit[]) {
  const program = programBefore(stage);
  for (const edit of edits) edit(program);
  for (const [path, text] of program) lab.files.write(path, text);
}

function replace(path: string, from: string | RegExp, to: string | ((name: string) => string)): Edit {
  return (program) => {
    const text = program.get(path) ?? "";
    const edited = typeof to === "string" ? text.replace(from, () => to) : text.replace(from, to);
    if (edited === text) throw new Error(`expected ${from} in ${path}`);
    program.set(path, edited);
  };
}

function withoutProbe(path: string): Edit {
  return replace(path, /^ {2}healthcheck: .*\n/m, "");
}

function inContainer(text: string): Edit {
  return replace("infra/container.ts", "wait: true", text);
}

function plainAddress(program: Map<string, string>) {
  replace(
    "infra/kafka.ts",
    /pulumi\.interpolate`KAFKA_ZOOKEEPER_CONNECT=.*`,/,
    '"KAFKA_ZOOKEEPER_CONNECT=zookeeper:2181",',
  )(program);
}

/** An import alone is no dependency, so it may stay or go. */
function withoutImport(program: Map<string, string>) {
  replace("infra/kafka.ts", 'import { zookeeper } from "./zookeeper.ts";\n', "")(program);
}

function rename(from: string, to: string): Edit {
  return (program) => {
    program.set(`infra/${to}.ts`, program.get(`infra/${from}.ts`) ?? "");
    program.delete(`infra/${from}.ts`);
    for (const [path, text] of program) program.set(path, text.replace(`./${from}.ts`, `./${to}.ts`));
  };
}

function addServiceB(settings: string): Edit {
  return (program) => {
    const more = `export const serviceBUrl = new Service("service-b", 5102${settings}).url;\n`;
    program.set("infra/index.ts", `${program.get("infra/index.ts")}${more}`);
  };
}

/** What the text has for service-a in stage 4, once more. */
function ofTheStack(program: Map<string, string>) {
  const text = programBefore(5).get("infra/service-a.ts") ?? "";
  const ofB = text.replaceAll("service-a", "service-b").replaceAll("5101", "5102");
  program.set("infra/service-b.ts", ofB.replace('"PORT=5102",', '"PORT=5102",\n    "GROUP_ID=my-group",'));
  const index = `import "./service-b.ts";\n${program.get("infra/index.ts")}`;
  program.set("infra/index.ts", `${index}export const serviceBUrl = "http://localhost:5102/api/messages";\n`);
}
