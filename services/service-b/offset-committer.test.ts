import { expect, test } from "vitest";
import { until } from "../http/testing/test-server.ts";
import { createOffsetCommitter } from "./offset-committer.ts";

/** A coordinator that answers one commit at a time, when the test says so. */
function fakeCoordinator() {
  const answers: PromiseWithResolvers<void>[] = [];
  const commit = () => {
    const answer = Promise.withResolvers<void>();
    answers.push(answer);
    return answer.promise;
  };
  return { commit, answers };
}

function start(pauseMs: number) {
  const errors: string[] = [];
  const committer = createOffsetCommitter({ pauseMs, onError: (error) => errors.push(error.message) });
  return { ...fakeCoordinator(), ...committer, errors };
}

test("when a commit is under way, then all messages handed over meanwhile share one more commit", async () => {
  const { commit, answers, commitSoon, flush } = start(0);
  for (let index = 0; index < 10; index++) commitSoon(commit);
  expect(answers.length).toBe(1);
  answers[0]?.resolve();
  await until(() => answers.length === 2);
  answers[1]?.resolve();
  await flush();
  expect(answers.length).toBe(2);
});

test("when flushed, then the pause ends and everything is committed before it resolves", async () => {
  const { commit, answers, commitSoon, flush } = start(60_000);
  let flushed = false;
  commitSoon(commit);
  commitSoon(commit);
  answers[0]?.resolve();
  await new Promise(setImmediate);
  expect(answers.length).toBe(1);
  void flush().then(() => {
    flushed = true;
  });
  await until(() => answers.length === 2);
  expect(flushed).toBe(false);
  answers[1]?.resolve();
  await until(() => flushed);
});

test("when flushed while a commit is under way, then the next one follows without a pause", async () => {
  const { commit, answers, commitSoon, flush } = start(60_000);
  commitSoon(commit);
  commitSoon(commit);
  const flushed = flush();
  answers[0]?.resolve();
  await until(() => answers.length === 2);
  answers[1]?.resolve();
  await flushed;
});

test("when there is nothing to commit, then a flush is done at once", async () => {
  await start(0).flush();
});

test("when a commit fails, then it is reported and the next one covers it", async () => {
  const { commit, answers, commitSoon, flush, errors } = start(0);
  commitSoon(commit);
  answers[0]?.reject(new Error("rebalancing"));
  await flush();
  expect(errors).toEqual(["rebalancing"]);
  commitSoon(commit);
  expect(answers.length).toBe(2);
});
