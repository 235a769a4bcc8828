import { describe, expect, test } from "vitest";
import type { MigrationStep } from "../../common/migration.ts";
import { decide, reachedStep } from "./decide.ts";
import type { LiveCluster, Znodes } from "./live-cluster.ts";

const znodes: Znodes = {
  clusterId: "FyJT_p3OTsOGHkGZYtymRA",
  brokers: [1, 2],
  controller: 1,
  isKraft: false,
  controllerEpoch: 1,
  offset: undefined,
  kraftEpoch: -1,
};
const copied: Partial<Znodes> = { controller: 101, isKraft: true, offset: 90, kraftEpoch: 1 };

const lab: LiveCluster = {
  brokers: ["zookeeper", "zookeeper", "absent"],
  controllers: ["absent", "absent", "absent"],
  voters: 0,
  volumes: ["kafka-data", "kafka-data-2"],
  znodes,
};
const withControllers: LiveCluster = { ...lab, controllers: ["migrating", "absent", "absent"], voters: 1 };
const at: Record<MigrationStep, LiveCluster> = {
  none: lab,
  controllers: { ...withControllers, znodes: { ...znodes, offset: -1 } },
  brokers: {
    ...withControllers,
    brokers: ["migrating", "migrating", "absent"],
    znodes: { ...znodes, ...copied },
  },
  kraft: {
    ...withControllers,
    brokers: ["kraft", "kraft", "absent"],
    znodes: { ...znodes, ...copied, brokers: [] },
  },
  done: {
    ...withControllers,
    brokers: ["kraft", "kraft", "absent"],
    controllers: ["final", "absent", "absent"],
    znodes: undefined,
  },
};

const want = (step: MigrationStep, more = {}) => ({
  step,
  brokers: 2,
  controllers: step === "none" ? 0 : 1,
  recorded: "none" as const,
  ...more,
});

describe("when a step is wanted, then", () => {
  const steps = Object.keys(at) as MigrationStep[];

  test("the cluster's own nodes say how far it has come", () => {
    for (const step of steps) expect(reachedStep(at[step])).toBe(step);
  });

  test("the same one, the next one and the one before are taken, and nothing else; after the last there is no way back", () => {
    const taken = steps.flatMap((from) =>
      steps.filter((to) => !("refused" in decide(want(to), at[from]))).map((to) => `${from} ${to}`),
    );
    expect(taken).toEqual([
      "none none",
      "none controllers",
      "controllers none",
      "controllers controllers",
      "controllers brokers",
      "brokers controllers",
      "brokers brokers",
      "brokers kraft",
      "kraft brokers",
      "kraft kraft",
      "kraft done",
      "done done",
    ]);
  });

  test.each([
    ["the copy has not begun", { ...at.brokers, znodes: { ...znodes, offset: -1 } }, "not copied"],
    ["no ZooKeeper answers", { ...at.brokers, znodes: undefined }, "no ZooKeeper answers"],
    [
      "a broker was forgotten",
      { ...at.brokers, brokers: ["migrating", "zookeeper", "absent"] as const },
      "some brokers do not migrate",
    ],
  ])("kraft is refused where %s, because the brokers would move their logs away", (_, live, reason) => {
    expect(decide(want("kraft"), live)).toMatchObject({ refused: expect.stringContaining(reason) });
  });

  test("a controller that was started without the migration's settings leads nowhere but back", () => {
    const live: LiveCluster = { ...at.controllers, controllers: ["final", "absent", "absent"] };
    expect(reachedStep(live)).toBe("controllers");
    expect(decide(want("none"), live)).toEqual({ from: "controllers", to: "none" });
    for (const step of ["controllers", "brokers", "done"] as const)
      expect(decide(want(step), live)).toMatchObject({
        refused: expect.stringContaining("without the settings of a migration"),
        hint: expect.stringContaining("migration none"),
      });
    // Beside brokers that migrate it has ended the migration too early: the way is forward.
    const early: LiveCluster = { ...at.brokers, controllers: ["final", "absent", "absent"] };
    expect(decide(want("done"), early)).toEqual({ from: "done", to: "done" });
    expect(decide(want("controllers"), early)).toMatchObject({
      refused: expect.stringContaining("no way back"),
    });
  });

  test("kraft that was cut off goes on, forward and back, and does not end before it is complete", () => {
    const half: LiveCluster = { ...at.kraft, brokers: ["kraft", "migrating", "absent"] };
    expect(decide(want("kraft"), half)).toEqual({ from: "kraft", to: "kraft" });
    expect(decide(want("brokers"), half)).toEqual({ from: "kraft", to: "brokers" });
    expect(decide(want("done"), half)).toMatchObject({ refused: expect.stringContaining("registered") });
  });

  test("nodes neither come nor go meanwhile, and may do so afterwards", () => {
    expect(decide(want("brokers", { brokers: 3 }), at.controllers)).toMatchObject({
      refused: expect.stringContaining("it has 2 brokers"),
      hint: "Set it: ./lab config set brokers 2, then ./lab up.",
    });
    expect(decide(want("brokers", { controllers: 3 }), at.controllers)).toMatchObject({
      refused: expect.stringContaining("count on 1 controllers"),
    });
    expect(decide(want("done", { brokers: 3 }), at.done)).toEqual({ from: "done", to: "done" });
  });

  test("a broker that an engine was killed while replacing is still one: its data is there", () => {
    const replaced: LiveCluster = { ...at.controllers, brokers: ["migrating", "absent", "absent"] };
    expect(decide(want("brokers"), replaced)).toEqual({ from: "brokers", to: "brokers" });
    const alone = {
      ...at.controllers,
      brokers: ["absent", "absent", "absent"] as const,
      volumes: ["kafka-data"],
    };
    const one = { brokers: 1, recorded: "controllers" as const };
    expect(decide(want("brokers", one), alone)).toEqual({ from: "controllers", to: "brokers" });
    expect(decide(want("kraft", { ...one, recorded: "brokers" }), alone)).toMatchObject({
      refused: expect.stringContaining("not copied"),
    });
    const ended = { ...alone, controllers: ["final", "absent", "absent"] as const };
    expect(decide(want("brokers", { ...one, recorded: "kraft" }), ended)).toMatchObject({
      refused: expect.stringContaining("no broker to ask"),
    });
    expect(decide(want("kraft", one), alone)).toMatchObject({
      hint: "Set it: ./lab config set migration controllers, then ./lab up --refresh.",
    });
    expect(decide(want("brokers"), { ...replaced, volumes: ["kafka-data"] })).toMatchObject({
      refused: expect.stringContaining("it has 1 brokers"),
    });
  });

  test("an empty lab can begin with ZooKeeper, or as one that has it behind it, and nowhere between", () => {
    const empty: LiveCluster = {
      brokers: ["absent", "absent", "absent"],
      controllers: ["absent", "absent", "absent"],
      voters: 0,
      volumes: [],
      znodes: undefined,
    };
    expect(decide(want("done"), empty)).toEqual({ from: "done", to: "done", isFresh: true });
    expect(decide(want("none"), empty)).toEqual({ from: "none", to: "none", isFresh: true });
    for (const step of ["controllers", "brokers", "kraft"] as const) {
      expect(decide(want(step), empty)).toMatchObject({ refused: expect.stringContaining("no cluster yet") });
    }
    // Kept volumes go on where they were left.
    const kept = { ...empty, volumes: ["kafka-data"] };
    expect(decide(want("kraft", { recorded: "kraft" }), kept)).toEqual({ from: "kraft", to: "kraft" });
    expect(decide(want("done", { recorded: "kraft" }), kept)).toMatchObject({
      hint: expect.stringContaining("migration kraft"),
    });
  });

  test("a cluster of combined nodes has nothing to leave", () => {
    const combined: LiveCluster = { ...lab, brokers: ["combined", "combined", "combined"] };
    expect(decide(want("none"), combined)).toEqual({ from: "none", to: "none" });
    expect(decide(want("controllers"), combined)).toMatchObject({
      refused: expect.stringContaining("controllers themselves"),
    });
  });
});
