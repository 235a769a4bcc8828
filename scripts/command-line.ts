// The command line: it parses the arguments and calls one file in scripts/commands/. Those files are loaded only when
// they are called, because a no-op `./lab up` takes only tenths of a second.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { handlingSignalsItself, interruptedStatus, sayWhenInterrupted } from "../common/interrupts.mjs";
import { labDir } from "../common/project.mjs";
import { wordsFor } from "../lib/terminal/interrupted-words.ts";
import * as options from "../lib/terminal/options.ts";
import { reportError } from "../lib/terminal/report-error.ts";

// The program's advice about its settings names the command in use.
process.env.KAFKA_LAB_COMMAND = "./lab";

/** The whole command. */
export const lab = new Command("./lab")
  .description("A real Kafka system, declared in one typed program, to change, break and repair.")
  .usage("<command> [options]")
  .configureHelp({ helpWidth: 80, showGlobalOptions: false })
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "Error: ")) })
  .showHelpAfterError("  See: ./lab --help")
  .addHelpText("after", "\nBegin with ./lab start. Every command has its own --help.")
  .hook("preAction", async (_, called) => {
    const name = called.parent === lab ? called.name() : `${called.parent?.name()} ${called.name()}`;
    const words = wordsFor(name, called.args);
    if (words) sayWhenInterrupted("en", words);
    if (!existsSync(join(labDir, ".lab/under-way"))) return;
    await (await import("./dev/finish-dev.ts")).finishWhatWasKilled(called.name());
  });

// Summary
command("start", "bring up the lab from any state, and prove that it works")
  .addOption(options.stack())
  .addOption(options.engine())
  .addOption(options.yes())
  .action(async (given) => (await import("./commands/start.ts")).start(given));

operation("up", "make the stack what the program says");
operation("preview", "show what up would do, and do nothing");
operation("refresh", "read what is really there into the state");
operation("destroy", "remove everything that the stack made");

command("output", "print the outputs of the stack")
  .argument("[name]", "print only this one, as plain text")
  .addOption(options.stack())
  .addOption(options.engine())
  .addOption(options.cwd())
  .addOption(options.json())
  .action(async (name, given) => (await import("./commands/output.ts")).output(name, given));

command("open", "show the lessons beside the living system and a terminal, in a browser")
  .option("--port <number>", "where on this machine, or near it if it is taken", "8910")
  .addOption(options.repeated("--host <name>", "a name under which a proxy serves the page by https"))
  .option("--no-browser", "print the address, and open nothing")
  .addOption(options.lang())
  .action(async (given) => (await import("./open/open.ts")).open(given));

command("images", "build the images of the stack `local` on this machine")
  .option("--force", "rebuild what is already up to date")
  .option("--kafka <version>", "the image of another Kafka as well: 3.8 or 4.1")
  .option("--name", "only print what that image is called")
  .addOption(options.yes())
  .action(async (given) => (await import("./commands/images.ts")).images(given));

script("smoke", "send one message through the stack, and read it again");
script("doctor", "check what goes wrong before and after up, and say what to do");

command("rebalance", "spread partitions and leaders over all brokers, while clients keep working")
  .addOption(options.stack())
  .option("--preview", "print the plan, and do nothing")
  .action(async (given) => (await import("./commands/rebalance.ts")).rebalance(given));

command("roll", "bring changed settings to the brokers one at a time, while clients keep working")
  .addOption(options.stack())
  .addOption(options.engine())
  .addOption(options.yes())
  .action(async (given) => (await import("./rolling/roll.ts")).roll(given));

command("dev", "run a service on this machine, restarted at every change of its source")
  .argument("<service>", "service-a or service-b")
  .addOption(options.stack())
  .action(async (service, given) => (await import("./commands/dev.ts")).dev(service, given));

command("trace", "follow a client's path to Kafka hop by hop, and say where it breaks")
  .addOption(options.from())
  .addOption(options.to())
  .option("--bootstrap <host:port>", "begin with this address instead of the listener's")
  .addOption(options.stack())
  .addOption(options.json())
  .action(async (given) => (await import("./commands/trace.ts")).trace(given));

command("ca", "write the certificate of the lab's authority to a file, for https")
  .argument("[file]", "where, .lab/ca.pem if it is not said; - for the output")
  .addOption(options.stack())
  .addOption(options.lang())
  .action(async (file, given) => (await import("./commands/ca.ts")).ca(file, given));

command("hosts", "three Docker engines on this machine as a swarm: up, down; join for real ones")
  .argument("<action>", "up, down; kill, start, cut, mend one; join prints what to run on three machines")
  .argument("[host]", "which one to kill, start, cut off or mend: 1, 2 or 3")
  .addOption(options.yes())
  .action(async (action, host, given) => (await import("./commands/hosts.ts")).hosts(action, host, given));

command("clean", "remove what destroy leaves: service images, state, .lab/")
  .option("--all", "the base images of the stack `local` as well")
  .addOption(options.yes())
  .action(async (given) => (await import("./commands/clean.ts")).clean(given));

command("learn", "list the lessons of the workshop, or begin one")
  .argument("[lesson]", "its number")
  .option("--report [file]", "write a page about your lessons (HTML, and JSON beside it)")
  .option("--send [address]", "with --report: show it, and send it to the teacher's machine in the room")
  .option("--name <name>", "whose report it is; without it, it names nobody")
  .addOption(options.stack())
  .addOption(options.lang())
  .action(async (lesson, given) => (await import("./commands/learn.ts")).learn(lesson, given));
command("predict", "answer a prediction of the lesson you are in, and see what is so")
  .argument("[number]", "which one of the lesson; without it, they are listed")
  .argument("[letter]", "your choice")
  .option("--lesson <number>", "of another lesson")
  .addOption(options.lang())
  .action(async (number, letter, given) =>
    (await import("./workshop/predict.ts")).predict(number, letter, given),
  );
onLesson("check", "say row by row what the lesson expects and what is there");
onLesson("hint", "one step further, from what is there now");
onLesson("solve", "bring the stack to where the lesson ends");
onLesson("reset", "bring the lesson's start back");

command("saved", "list the edits that lessons have kept, or get them back")
  .argument("[name]", "the folder to put back; `last` for the newest")
  .addOption(options.lang())
  .action(async (name, given) => (await import("./commands/saved.ts")).saved(name, given));

command("drill", "break the lab with one of the drills, and bring it back")
  .argument("[name]", "which one; without it, one is drawn")
  .option("--list", "the drills by level, and which you have fixed")
  .option("--note <text>", "note what you have looked at in this drill")
  .option("--restore", "bring the lab back, and say what was broken")
  .addOption(options.stack())
  .addOption(options.lang())
  .action(async (name, given) => (await import("./commands/drill.ts")).drill(name, given));

command("config", "list, get, set or rm the settings of the stack")
  .argument("<action>", "list, get KEY, set KEY VALUE, rm KEY")
  .argument("[args...]", "as the action needs them")
  .addOption(options.stack())
  .action(async (action, args, given) => (await import("./commands/config.ts")).config(action, args, given));

const kit = command("kit", "make, check, use and serve a kit for a room without a network").usage(
  "<action> [options]",
);
kit
  .command("make")
  .description("put all that learners' machines need into a folder, such as one on a USB stick")
  .argument("<folder>", "a new one, or a kit, which is brought up to date")
  .option("--platform <list>", "linux/amd64, linux/arm64, darwin/arm64, darwin/amd64 (else this machine's)")
  .addOption(options.stack())
  .action(async (folder, given) => (await import("./kit/make.ts")).make(folder, given));
kit
  .command("check")
  .description("check every file of a kit; for which machines it is, how old, its fingerprint")
  .argument("<folder>", "where the kit is")
  .action(async (folder) => (await import("./kit/check.ts")).check(folder));

kit
  .command("use")
  .description("bring a kit into this lab; on a machine without one, run the kit's start.sh instead")
  .argument("<kit>", "its folder, or the address at which it is served")
  .option("--fingerprint <text>", "what the teacher shows (else it is asked for)")
  .addOption(options.yes())
  .action(async (source, given) => (await import("./kit/use.ts")).use(source, given));

kit
  .command("serve")
  .description("serve a kit in the room by plain HTTP, and collect the reports that learners send")
  .argument("<folder>", "where the kit is")
  .option("--address <ip>", "of this machine, on the room's network")
  .option("--port <number>", "at this address", "8920")
  .action(async (folder, given) => (await import("./kit/serve.ts")).serve(folder, given));
kit
  .command("forget")
  .description("delete what learners have sent")
  .action(async () => (await import("./kit/forget.ts")).forget());

/** Runs the command that the arguments of this process name, and sets its exit status. */
export async function runCommand() {
  try {
    if (process.argv.length === 2) lab.outputHelp();
    else await lab.parseAsync();
  } catch (error) {
    process.exitCode = reportError(error);
  } finally {
    process.exitCode = interruptedStatus() ?? process.exitCode ?? 0;
  }
}

function command(name: string, description: string) {
  return lab.command(name).description(description).showHelpAfterError(`  See: ./lab ${name} --help`);
}

/** Adds an operation of the engine; all have the same options, with Pulumi's names. */
function operation(name: "up" | "preview" | "refresh" | "destroy", description: string) {
  const added = command(name, description);
  for (const option of options.operation()) added.addOption(option);
  added.action(async (given) => {
    const { runOperation } = await import("./commands/operation.ts");
    process.exitCode = await runOperation(name, given);
  });
}

/** Adds a command on a lesson: the named one, or else the one that the learner is in. */
function onLesson(name: "check" | "hint" | "solve" | "reset", description: string) {
  command(name, description)
    .argument("[lesson]", "its number; without it, the lesson you are in")
    .addOption(options.stack())
    .addOption(options.lang())
    .action(async (lesson, given) => {
      const module = await import(`./commands/${name}.ts`);
      await module[name](lesson, given);
    });
}

/** Adds a script that runs on its own and reads its own options. */
function script(name: string, description: string) {
  command(name, description)
    .argument("[options...]", `see ./lab ${name} --help`)
    .helpOption(false)
    .allowUnknownOption()
    .action(async (given) => {
      const { runScript } = await import("../lib/project/run-script.ts");
      process.exitCode = await handlingSignalsItself(() => runScript(name, given));
      if (interruptedStatus() !== undefined) console.error("Interrupted: nothing was left half-done.");
      else if (name === "smoke" && !given.includes("--json")) await reportOthers(given);
    });
}

/** The services that answered may belong to another stack. */
async function reportOthers(given: string[]) {
  const { rememberedStack } = await import("../lib/project/lab-config.ts");
  const { tellOtherStacks } = await import("../lib/stack/stacks-up.ts");
  const stack = rememberedStack(given[given.indexOf("--stack") + 1 || given.length]);
  if (stack !== undefined) await tellOtherStacks(stack);
}
