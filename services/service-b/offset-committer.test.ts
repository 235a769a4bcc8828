import { expect, test } from "vitest";
import { until } from "../shared/test-server.ts";
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

test("when a commit is under way, then all requests meanwhile share one more", async () => {
  const { commit, answers } = fakeCoordinator();
  const committer = createOffsetCommitter({ pauseMs: 0, onError: () => undefined });
  let done = false;
  void committer.commitSoon(commit);
  for (let index = 0; index < 9; index++) void committer.commitSoon(commit);
  void committer.commitSoon(commit).then(() => {
    done = true;
  });
  answers[0]?.resolve();
  await until(() => answers.length === 2);
  expect(done).toBe(false);
  answers[1]?.resolve();
  await until(() => done);
  await committer.idle();
  expect(answers.length).toBe(2);
});

test("when a commit fails, then it is reported and the next request commits again", async () => {
  const { commit, answers } = fakeCoordinator();
  const errors: string[] = [];
  const committer = createOffsetCommitter({ pauseMs: 0, onError: (error) => errors.push(error.message) });
  const first = committer.commitSoon(commit);
  answers[0]?.reject(new Error("rebalancing"));
  await first;
  expect(errors).toEqual(["rebalancing"]);
  void committer.commitSoon(commit);
  expect(answers.length).toBe(2);
});
