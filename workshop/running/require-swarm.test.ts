import { expect, test } from "vitest";
import { requireOwnHosts } from "./require-swarm.ts";

const own = { nodes: ["10.77.0.1", "10.77.0.2", "10.77.0.3"], stack: "swarm" };

test.each([
  ["on macOS", own, { platform: "darwin", uid: 501 }, /not Linux/, /pas Linux/],
  ["without root", own, { platform: "linux", uid: 1000 }, /take root/, /demandent root/],
  [
    "with machines of one's own",
    { ...own, nodes: ["10.0.0.11"] },
    { platform: "linux", uid: 0 },
    /names yours/,
    /les vôtres/,
  ],
])(
  "when the lesson on several machines begins %s, then it is refused with what to do, in both languages",
  (_, config, machine, english, french) => {
    for (const [lang, why] of [["en", english] as const, ["fr", french] as const]) {
      expect(() => requireOwnHosts(config, lang, machine)).toThrow(why);
      expect(() => requireOwnHosts(config, lang, machine)).toThrow(
        expect.objectContaining({ hint: expect.stringContaining("./lab") }),
      );
    }
  },
);
