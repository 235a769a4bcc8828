import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../model/resource-type.ts";
import { containerType } from "./container.ts";

const diff = (outputs: PropertyMap, inputs: PropertyMap) =>
  containerType.diff(
    { id: "id", inputs: {}, outputs: { image: "i", ...outputs } },
    { image: "i", ...inputs },
  );

describe("when the addresses of a container were never read, because its start failed", () => {
  const added = { kind: "add", inputDiff: false };

  test("then the plan adds them, whether the container is replaced or not", () => {
    expect(diff({ networkDatas: null }, {}).detailed).toEqual({ networkDatas: added });
    expect(diff({ networkDatas: null, memory: null }, { memory: 64 }).detailed).toEqual({
      memory: added,
      networkDatas: added,
    });
    expect(diff({ networkDatas: null }, { image: "j" }).detailed).toMatchObject({ networkDatas: added });
  });

  test("then once they are read, the plan does not mention them", () => {
    expect(diff({ networkDatas: [] }, {}).detailed).toEqual({});
  });
});
