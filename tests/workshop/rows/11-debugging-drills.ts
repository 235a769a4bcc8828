import { execFile } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { WorkshopLab } from "../../../workshop/authoring/lesson.ts";
import { notesFile } from "../../../workshop/running/drill-notes.ts";
import { loadDrill } from "../../../workshop/running/drills.ts";
import type { RowCase } from "../support/row-case.ts";

const example = "wrong-advertised-listener";
const other = "topic-missing";

export const rows: Record<string, RowCase> = {
  "example-drill": {
    without: [
      { why: "it was begun and given up", run: (lab) => giveUp(lab, example) },
      { why: "another one was repaired", run: (lab) => repair(lab, other) },
    ],
    otherwise: [{ why: "its original file was put back", run: (lab) => repair(lab, example) }],
  },
  "own-drill": {
    without: [
      { why: "only the one of the text was repaired", run: (lab) => repair(lab, example) },
      { why: "another one was begun and given up", run: (lab) => giveUp(lab, other) },
    ],
    otherwise: [
      {
        why: "it was chosen by name, and not drawn",
        run: (lab) => repair(lab, other, ["docker ps -a: all run", "kafka-topics --list: no audit"]),
      },
    ],
  },
  looks: {
    without: [
      {
        why: "a drill was repaired with one look noted",
        run: (lab) => repair(lab, other, ["the list of topics"]),
      },
      {
        why: "looks are noted, of the drill of the text",
        run: (lab) => repair(lab, example, ["post", "trace"]),
      },
    ],
    otherwise: [
      {
        why: "two looks were written with an editor, after the repair",
        async run(lab) {
          await repair(lab, other);
          appendFileSync(join(lab.dir, notesFile), "- docker ps -a: all run\n- kafka-topics: no audit\n");
        },
      },
    ],
  },
  whole: {
    without: [
      {
        why: "a container is frozen",
        async run({ docker, nameOf }) {
          await docker.getContainer(nameOf("kafka")).pause();
        },
      },
    ],
    otherwise: [],
  },
};

async function repair(lab: WorkshopLab, name: string, looks: readonly string[] = []) {
  await command(lab, "drill", name);
  for (const look of looks) await command(lab, "drill", "--note", look);
  await (await loadDrill(name)).cures[0]?.run(lab);
  await command(lab, "check");
}

async function giveUp(lab: WorkshopLab, name: string) {
  await command(lab, "drill", name);
  await command(lab, "drill", "--restore");
}

async function command({ dir }: WorkshopLab, ...args: string[]) {
  await promisify(execFile)(join(dir, "lab"), args, { cwd: dir, maxBuffer: 64_000_000 });
}
