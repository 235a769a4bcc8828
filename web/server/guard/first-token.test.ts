import { expect, test } from "vitest";
import { createFirstToken, createTokenCheck } from "./first-token.ts";

const secret = "a".repeat(64);

function checkAt(startMs: number) {
  const clock = { ms: startMs };
  return { clock, redeem: createTokenCheck(secret, () => clock.ms) };
}

test("when a token is given, then it works once", () => {
  const { redeem } = checkAt(1_000);
  const token = createFirstToken(secret, 1_000);
  expect(redeem(token)).toBeUndefined();
  expect(redeem(token)).toBe("used");
  expect(redeem(createFirstToken(secret, 1_000))).toBeUndefined();
});

test("when two minutes have passed, then it is expired, and it stays so", () => {
  const { clock, redeem } = checkAt(1_000);
  const [token, used] = [createFirstToken(secret, 1_000), createFirstToken(secret, 1_000)];
  redeem(used);
  clock.ms += 120_001;
  expect(redeem(token)).toBe("expired");
  expect(redeem(used)).toBe("expired");
});

test("when the server has started again, then a token from before is refused, because it may be used", () => {
  const token = createFirstToken(secret, 1_000);
  expect(checkAt(1_001).redeem(token)).toBe("expired");
});

test("when a token is from the future, then it is refused", () => {
  expect(checkAt(1_000).redeem(createFirstToken(secret, 2_000))).toBe("expired");
});

test("when a token was not made with the session's secret, then it is unknown", () => {
  const { redeem } = checkAt(1_000);
  const token = createFirstToken(secret, 1_000);
  const [, random = "", key = ""] = token.split(".");
  const wrong = [
    "",
    "x",
    createFirstToken("b".repeat(64), 1_000),
    `1001.${random}.${key}`,
    `${token}x`,
    token.slice(0, -1),
    ` ${token}`,
    `${token}\n`,
  ];
  expect(wrong.map(redeem)).toEqual(wrong.map(() => "unknown"));
});
