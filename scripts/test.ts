// Everything that must pass before a change is done: `npm test`. The part worth running after each edit: `npm run test:quick`.
// The last line is always `N passed, N failed`.
import { randomBytes } from "node:crypto";
import { removeLab } from "../lib/stack/remove-lab.ts";
import { formatSeconds } from "../lib/terminal/terminal.ts";
import type { Counts } from "./test/count-tests.ts";
import { runLessons } from "./test/run-lessons.ts";
import { runOnOfficialNames } from "./test/run-official-names.ts";
import { forwardSignals, runTool, runVitest } from "./test/run-step.ts";

// Summary: the end-to-end lab gets its own name, so that its containers can be found however this run ends.
const name = `e2e-${randomBytes(3).toString("hex")}`;
const env = { ...process.env, KAFKA_LAB_E2E_NAME: name };
const isQuick = process.argv.includes("--quick");
/** CI takes the time for all tests; a developer who waits for the result gets it in minutes. */
const isWhole = process.env.CI !== undefined && !isQuick;
/** Up, the contract and destroy: a careless edit breaks these first. */
const quickTests = { files: ["02-refused-up", "04-contract", "10-destroy"] };
const startedMs = performance.now();
const total = { passed: 0, failed: 0, skipped: 0 };
/** Repeated at the end, because thousands of lines are between a failure and the last one. */
const failures: string[] = [];
forwardSignals();

// Apply
await step("Docker and images", async () => (await import("./test/prepare-images.ts")).prepareImages());
const conformance = isQuick ? undefined : startBeside("conformance", { KILLS_EACH: isWhole ? "10" : "4" });
await step("lint", () => runTool("@biomejs/biome/bin/biome", ["check", "."]));
await step("Markdown", () => runTool("markdownlint-cli2/markdownlint-cli2-bin.mjs", []));
await step("spelling", () => runTool("cspell/bin.mjs", ["lint", "--no-progress"]));
await step("types", () => runTool("typescript/bin/tsc", []));
await step("types of the page", () => runTool("typescript/bin/tsc", ["-p", "web/client"]));
// Of two processors vitest would leave one to itself, and what runs beside this mostly waits.
await step("unit tests", () => runVitest("unit", { env, options: ["--maxWorkers=100%"] }));
await step("end-to-end tests", () =>
  runVitest("e2e", { env, ...(isQuick ? quickTests : {}) }).finally(() => removeLab(name)),
);
if (conformance) {
  await step("conformance tests", () => reportOf(conformance));
  await step("faults under traffic", () => runVitest("faults", { env }));
  await step("the workshop, as printed", () => runLessons({ env, mustRun: isWhole }));
}
if (isWhole) {
  await step("the page in a browser", () => runVitest("web", { env }));
  const engine = startBeside("engine");
  await step("a kit, from a stick to a message", () => runVitest("kit", { env, files: ["01-from-a-stick"] }));
  await step("engine on real containers", () => reportOf(engine));
  await step("three hosts", () => runVitest("hosts", { env, files: ["01-three-hosts"] }));
  const services = startBeside("services");
  // Three kills per stack; `npm run test:cluster` does 30, and allows only the time that a quiet machine needs.
  await step("clusters", () => runVitest("cluster", { env: { KILLS: "3", ELECTION_SECONDS: "30", ...env } }));
  await step("services on a real broker", () => reportOf(services));
}
if (isWhole)
  await step("with the official names only", () =>
    runOnOfficialNames({ env, name, quick: quickTests.files }),
  );
if (failures.length > 0) console.log(`\n== what failed\n\n${failures.join("\n\n")}`);
console.log(leftOut());
console.log(
  `\n${total.skipped} skipped (reasons above), ${formatSeconds(performance.now() - startedMs)} in all`,
);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function step(title: string, run: () => Promise<Counts>) {
  const stepStartedMs = performance.now();
  console.log(`\n== ${title}`);
  const { passed, failed, skipped, failures: named = [] } = await run().catch(reportBroken);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0)
    failures.push(
      ...(named.length > 0 ? named : ["it failed: see its output above"]).map((text) => `${title}: ${text}`),
    );
  const took = formatSeconds(performance.now() - stepStartedMs);
  console.log(`== ${title}: ${passed} passed, ${failed} failed, ${skipped} skipped (${took})`);
}

/** Tests that mostly wait, for Docker or for a broker: they run in parallel with others and report at the end. */
function startBeside(project: string, settings: NodeJS.ProcessEnv = {}) {
  const run = runVitest(project, { env: { ...settings, ...env }, heldBack: true });
  run.catch(() => {}); // its step reports the failure
  return run;
}

async function reportOf(run: ReturnType<typeof startBeside>): Promise<Counts> {
  const { output, ...counts } = await run;
  console.log(output);
  return counts;
}

function leftOut() {
  if (isWhole) return "";
  if (isQuick) return "\nLeft to npm test: the other end-to-end tests, conformance, every lesson.";
  return `
Left to CI, because they take minutes (CI=true npm test runs them): 88 more kills of the engine,
the engine's resource types one by one, three hosts, cases of the rows of ./lab check, the page in a browser,
the services through faults of their own broker, three brokers through kills, a rolling restart
and a cut network, with ZooKeeper and without.`;
}

/** A step that cannot even run counts as one failure, and the others still run. */
function reportBroken(error: Error & { hint?: string }) {
  console.log(error.hint ? `Error: ${error.message}\n  ${error.hint}` : error);
  return { passed: 0, failed: 1, skipped: 0, failures: [error.message] };
}
