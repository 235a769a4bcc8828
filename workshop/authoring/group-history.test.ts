import { expect, test } from "vitest";
import { commitsIn, hadMembers, historyOf } from "./group-history.ts";
import type { WorkshopLab } from "./lesson.ts";

const began =
  '| offset: 7 CreateTime: 1000 keySize: 14 valueSize: 237 sequence: -1 headerKeys: [] key: {"type":"2","data":{"group":"late-group"}} payload: {"version":"3","data":{"protocolType":"consumer","generation":1,"protocol":"RoundRobinAssigner","leader":"late-1","currentStateTimestamp":999,"members":[{"memberId":"late-1","groupInstanceId":null,"clientId":"late","clientHost":"/172.18.0.1","rebalanceTimeout":30000,"sessionTimeout":6000,"subscription":{"topics":["message-topic"],"userData":""},"assignment":{"assignedPartitions":[{"topic":"message-topic","partitions":[0,2,1]}],"userData":""}}]}}';
const committed =
  '| offset: 8 CreateTime: 2000 keySize: 33 valueSize: 55 sequence: 0 headerKeys: [] key: {"type":"1","data":{"group":"late-group","topic":"message-topic","partition":2}} payload: {"version":"3","data":{"offset":3,"leaderEpoch":-1,"metadata":"","commitTimestamp":1999}}';
const ended =
  '| offset: 9 CreateTime: 3000 keySize: 14 valueSize: 32 sequence: -1 headerKeys: [] key: {"type":"2","data":{"group":"late-group"}} payload: {"version":"3","data":{"protocolType":"consumer","generation":2,"protocol":null,"leader":null,"currentStateTimestamp":2999,"members":[]}}';
const offsetGone =
  '| offset: 10 CreateTime: 4000 keySize: 33 valueSize: -1 sequence: -1 headerKeys: [] key: {"type":"1","data":{"group":"late-group","topic":"message-topic","partition":2}} payload: <DELETE>';
const groupGone =
  '| offset: 11 CreateTime: 5000 keySize: 14 valueSize: -1 sequence: -1 headerKeys: [] key: {"type":"2","data":{"group":"late-group"}} payload: <DELETE>';
const elsewhere = committed.replace("message-topic", "another-topic");

test("when a group was used, then its members and commits come back in their order", async () => {
  const history = await read(began, elsewhere, committed, ended);
  expect(history).toEqual([
    { kind: "members", timeMs: 1000, clients: ["late"] },
    { kind: "committed", timeMs: 2000, partition: 2, offset: 3 },
    { kind: "members", timeMs: 3000, clients: [] },
  ]);
  expect(commitsIn(history, 2)).toEqual([{ at: 1, offset: 3 }]);
  expect([hadMembers(history), hadMembers(history.slice(1))]).toEqual([true, false]);
});

test("when a group was deleted, then only what came afterwards counts", async () => {
  expect(await read(began, committed, ended, offsetGone, groupGone)).toEqual([]);
  expect(await read(began, committed, ended, offsetGone, groupGone, began)).toHaveLength(1);
});

test("when only an offset was deleted, then it is no commit any more", async () => {
  expect(commitsIn(await read(began, offsetGone), 2)).toEqual([]);
});

function read(...lines: string[]) {
  const lab = { exec: async () => ({ stdout: `${lines.join("\n")}\n` }) };
  return historyOf(lab as unknown as WorkshopLab, "late-group");
}
