import { Command, InvalidArgumentError, Option } from "commander";

interface SmokeOptions {
  stack?: string;
  serviceA?: string;
  serviceB?: string[];
  timeout: number;
  maxWaiting: number;
  json?: boolean;
}

/** Reads the arguments after the script's own name, whether zx, Node or `./lab` started it. */
export function readSmokeOptions(
  args: string[] = process.argv.slice(process.argv.findIndex((arg) => arg.endsWith("smoke.mjs")) + 1),
): SmokeOptions {
  return new Command("./lab smoke")
    .description("Sends one message through service-a and reads it from service-b.")
    .option("--stack <name>", "the stack whose outputs say where the services are")
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

function url(text: string) {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError("Expected a URL such as http://127.0.0.1:5101.");
}

function urls(text: string, previous: string[] = []) {
  return [...previous, ...text.split(",").map(url)];
}

function positive(text: string) {
  if (Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Expected a number above 0.");
}
