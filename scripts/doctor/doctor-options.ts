import { Command } from "commander";

/** Reads the arguments after the script's own name, whether zx, Node or `./lab` started it. */
export function readDoctorOptions(
  args: string[] = process.argv.slice(process.argv.findIndex((arg) => arg.endsWith("doctor.ts")) + 1),
): { stack?: string; json?: boolean } {
  return new Command("./lab doctor")
    .description("Checks the machine and the stack: what was expected, what was seen, what to do.")
    .option("--stack <name>", "the stack whose ports and containers to check")
    .option("--json", "one JSON document instead of the table")
    .parse(args, { from: "user" })
    .opts();
}
