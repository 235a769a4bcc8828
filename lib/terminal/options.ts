import { Option } from "commander";

/** Which stack, by name. */
export function stack() {
  return new Option("--stack <name>", "dev, local or one of your own (the lab remembers its choice)");
}

/** Which engine; without it, what is there decides. */
export function engine() {
  return new Option("--engine <name>", "which engine does the work").choices(["embedded", "pulumi"]);
}

/** In which language the workshop speaks. */
export function lang() {
  return new Option("--lang <language>", "of the lessons, remembered (else the system's)").choices([
    "en",
    "fr",
  ]);
}

/** Whether the client is on this machine or in a container. */
export function from() {
  return new Option("--from <side>", "where the client is")
    .choices(["host", "container", "node"])
    .default("host");
}

/** Which of the broker's listeners the client is given. */
export function to() {
  return new Option("--to <listener>", "which listener it is given")
    .choices(["internal", "external"])
    .default("external");
}

/** No questions. */
export function yes() {
  return new Option("-y, --yes", "do not ask (without a terminal there is never a question)");
}

/** For programs that read the answer. */
export function json() {
  return new Option("--json", "print one JSON document and nothing else");
}

/** Another project than the lab's own. */
export function cwd() {
  return new Option("--cwd <dir>", "the folder of another Pulumi project");
}

/** One that may come several times. */
export function repeated(flags: string, description: string) {
  return new Option(flags, description).argParser((value, before: string[] = []) => [...before, value]);
}

/** All that an operation of an engine takes. */
export function operation() {
  return [
    stack(),
    engine(),
    yes(),
    new Option("--refresh", "read what is really there into the state first"),
    repeated("--target <urn>", "only this resource; repeat for several"),
    new Option("--target-dependents", "and those that depend on it"),
    new Option("--skip-preview", "do not look ahead before doing it"),
    new Option("--expect-no-changes", "fail if there is anything to do"),
    new Option("--diff", "show values before and after"),
    new Option("--verbose", "show what is otherwise only shown when it fails"),
    json(),
    cwd(),
  ];
}
