// The long campaign: npm run test:faults -- [--faults 100] [--seed N] [--json FILE, else .lab/faults.json]
import { parseArgs } from "node:util";
import { runCampaign } from "./campaign.ts";
import { drawFaults } from "./faults.ts";
import { complaintsOf, formatReport, saveReport } from "./report.ts";
import { createVictim } from "./victim.ts";

const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    json: { type: "string" },
  },
});

// Summary
const faults = drawFaults(Number(values.faults), Number(values.seed));
console.log(`${faults.length} faults, seed ${values.seed}`);
const [victim, remove] = await createVictim();

// Apply
try {
  const result = await runCampaign(victim, faults, ({ target, kind, holdMs, recoveryMs, repeated }, index) =>
    console.log(
      `${String(index + 1).padStart(3)} ${kind} ${target} for ${holdMs} ms: back after ${recoveryMs} ms, ${repeated} repeated`,
    ),
  );
  console.log(`\n${formatReport(result)}`);
  saveReport(Number(values.seed), result, values.json);
  const complaints = complaintsOf(result);
  for (const complaint of complaints) console.log(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
} finally {
  await remove();
}
