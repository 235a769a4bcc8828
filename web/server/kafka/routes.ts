import express, { type Request, type Response, type Router } from "express";
import { internalPort } from "../../../common/lab-layout.ts";
import type { KafkaRequests } from "../../contract/kafka-requests.ts";
import { answerRefusals } from "../lesson/answer-refusals.ts";
import {
  groupName,
  moveBody,
  pageQuery,
  previewBody,
  recordBody,
  searchQuery,
  topicName,
  viewBody,
} from "./bodies.ts";
import type { Cluster } from "./brokers/cluster.ts";
import { openMoves, type ToolPlace } from "./groups/move-group.ts";
import type { LiveKafka } from "./live-kafka.ts";
import { readPage } from "./records/read-page.ts";
import { searchRecords } from "./records/search.ts";
import { type OpenProducer, sendRecord } from "./records/send-record.ts";

/** A record of a megabyte, which is Kafka's own limit, and its headers. */
const json = express.json({ limit: 2 * 1024 * 1024 });

/** Links that nobody uses are closed. */
const IDLE_MS = 30_000;

export interface KafkaRoutesParts {
  readonly live: LiveKafka;
  readonly openProducer?: OpenProducer;
}

/** What the page asks about Kafka, below `/api`; who may ask is decided before. */
export function createKafkaRoutes({ live, openProducer }: KafkaRoutesParts): Router {
  const router = express.Router();
  const cluster = live.openCluster();
  const use = closeWhenIdle(cluster);
  router.post("/kafka/view", json, (req, res) => {
    answer<"POST /kafka/view">(res, live.show(viewBody.parse(req.body)));
  });
  router.get("/kafka/groups/:group/lag", (req, res) => {
    answer<"GET /kafka/groups/:group/lag">(res, live.lagOf(groupOf(req)));
  });
  router.get("/kafka/topics/:topic/records", async (req, res) => {
    const wanted = { topic: topicOf(req), ...pageQuery.parse(req.query) };
    answer<"GET /kafka/topics/:topic/records">(res, await use(() => readPage(cluster, wanted)));
  });
  router.get("/kafka/topics/:topic/search", async (req, res) => {
    const wanted = { topic: topicOf(req), ...searchQuery.parse(req.query) };
    const signal = untilGone(res);
    answer<"GET /kafka/topics/:topic/search">(res, await use(() => searchRecords(cluster, wanted, signal)));
  });
  router.post("/kafka/topics/:topic/records", json, async (req, res) => {
    const record = recordBody.parse(req.body);
    const parts = { cluster, addresses: live.lab.addresses(), ...(openProducer && { open: openProducer }) };
    const sent = await use(() => sendRecord(parts, topicOf(req), record));
    answer<"POST /kafka/topics/:topic/records">(res, sent);
  });
  addMoves(router, { live, cluster, use });
  router.use(answerRefusals);
  return router;
}

interface Room {
  readonly live: LiveKafka;
  readonly cluster: Cluster;
  readonly use: Use;
}

function addMoves(router: Router, { live, cluster, use }: Room): void {
  const moves = openMoves(() => toolPlace(live));
  router.post("/kafka/groups/:group/moves/preview", json, async (req, res) => {
    const wanted = { group: groupOf(req), ...previewBody.parse(req.body) };
    answer<"POST /kafka/groups/:group/moves/preview">(res, await use(() => moves.plan(cluster, wanted)));
  });
  router.post("/kafka/groups/:group/moves", json, async (req, res) => {
    const { version, ...asked } = moveBody.parse(req.body);
    const wanted = { group: groupOf(req), ...asked };
    answer<"POST /kafka/groups/:group/moves">(res, await use(() => moves.move(cluster, wanted, version)));
  });
}

type Use = <Result>(work: () => Promise<Result>) => Promise<Result>;

function closeWhenIdle(cluster: Cluster): Use {
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  return async (work) => {
    clearTimeout(timer);
    users += 1;
    try {
      return await work();
    } finally {
      users -= 1;
      if (users === 0) timer = setTimeout(cluster.close, IDLE_MS).unref();
    }
  };
}

/** As in the lessons: the tools are in the container of a broker. */
function toolPlace(live: LiveKafka): ToolPlace {
  const { container, alias } = live.lab.brokerForTools();
  return { container, internal: `${alias}:${internalPort}` };
}

function untilGone(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  return gone.signal;
}

function answer<Route extends keyof KafkaRequests>(
  res: Response,
  value: KafkaRequests[Route]["answer"],
): void {
  res.json(value);
}

function topicOf(req: Request): string {
  return topicName.parse(req.params.topic);
}

function groupOf(req: Request): string {
  return groupName.parse(req.params.group);
}
