import { Command, InvalidArgumentError, Option } from "commander";

/**
 * @typedef {object} SmokeOptions
 * @property {string} [stack]
 * @property {string} [serviceA]
 * @property {string[]} [serviceB]
 * @property {number} timeout
 * @property {number} maxWaiting
 * @property {boolean} [json]
 */

/**
 * Reads what stands after the script's own name, whether zx, Node or `./lab` started it.
 *
 * @param {string[]} [args]
 * @returns {SmokeOptions}
 */
export function readOptions(
  args = process.argv.slice(process.argv.findIndex((arg) => arg.endsWith("smoke.mjs")) + 1),
) {
  return new Command("./lab smoke")
    .description("Sends one message through service-a and reads it from service-b.")
    .option("--stack <name>", "whose outputs say where the services are")
    .addOption(new Option("--service-a <url>", "where service-a answers").env("SERVICE_A_URL").argParser(url))
    .addOption(
      new Option("--service-b <url>", "where service-b answers; repeat for several")
        .env("SERVICE_B_URL")
        .argParser(urls),
    )
    .option("--timeout <seconds>", "how long to wait for readiness, and for the message", positive, 30)
    .option("--max-waiting <messages>", "how many waiting messages may be read on the way", positive, 100)
    .option("--json", "one JSON document instead of the table")
    .parse(args, { from: "user" })
    .opts();
}

/** @param {string} text */
function url(text) {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError("Expected a URL such as http://127.0.0.1:5101.");
}

/**
 * @param {string} text
 * @param {string[]} [previous]
 */
function urls(text, previous = []) {
  return [...previous, ...text.split(",").map(url)];
}

/** @param {string} text */
function positive(text) {
  if (Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Expected a number above 0.");
}
