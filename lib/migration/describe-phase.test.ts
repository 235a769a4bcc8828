import { expect, test } from "vitest";
import { phaseLine } from "./describe-phase.ts";
import type { LiveCluster } from "./live-cluster.ts";
import { phaseOf } from "./phase.ts";

const live: LiveCluster = {
  brokers: ["migrating", "zookeeper", "absent"],
  controllers: ["migrating", "absent", "absent"],
  voters: 1,
  volumes: ["kafka-data"],
  znodes: {
    clusterId: "FyJT_p3OTsOGHkGZYtymRA",
    brokers: [1, 2],
    controller: 1,
    isKraft: false,
    controllerEpoch: 1,
    offset: -1,
    kraftEpoch: -1,
  },
};
const quorum = { leaderId: 101, epoch: 1, voters: [{ id: 101, lag: 0 }], observers: [{ id: 1, lag: 2 }] };
const config = (migration: "brokers" | "done") => ({ brokers: ["kafka", "kafka-2"], migration });

test("when a step was cut off, then the line says who decides, what is missing, and that it is to go on", () => {
  expect(phaseLine(phaseOf(config("brokers"), live, quorum))).toBe(
    "migration at brokers; active controller: broker 1; 1 of 2 brokers know the controllers; ZooKeeper holds the truth; wanted: brokers, by ./lab up",
  );
});

test("when all is done, then the line says that the log alone is left", () => {
  const done: LiveCluster = {
    ...live,
    brokers: ["kraft", "kraft", "absent"],
    controllers: ["final", "absent", "absent"],
    znodes: undefined,
  };
  expect(phaseLine(phaseOf(config("done"), done, quorum))).toBe(
    "migration at done; active controller: 101, the others at most 2 records behind; 2 of 2 brokers know the controllers; ZooKeeper holds nothing; nothing is left to do",
  );
  expect(phaseLine(phaseOf(config("done"), done, undefined))).toContain("no active controller");
});
