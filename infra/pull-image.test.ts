import { expect, test } from "vitest";
import { imageReference } from "../images/image-reference.ts";

test.each([
  ["no registry is set", "", "node:24.21.0-slim", "node:24.21.0-slim"],
  [
    "the image is Docker Hub's own",
    "mirror:5000",
    "node:24.21.0-slim",
    "mirror:5000/library/node:24.21.0-slim",
  ],
  [
    "somebody published the image",
    "mirror:5000",
    "confluentinc/cp-kafka:7.9.10",
    "mirror:5000/confluentinc/cp-kafka:7.9.10",
  ],
  ["the mirror has a path", "mirror.example.com/hub", "node:24", "mirror.example.com/hub/library/node:24"],
  ["the image names Docker Hub", "mirror:5000", "docker.io/library/node:24", "mirror:5000/library/node:24"],
  [
    "the image names another registry",
    "mirror:5000",
    "ghcr.io/someone/kafka:3.9",
    "ghcr.io/someone/kafka:3.9",
  ],
  ["the image lives on this machine's registry", "mirror:5000", "localhost/kafka:3.9", "localhost/kafka:3.9"],
  [
    "the image is pinned by digest",
    "mirror:5000",
    "node@sha256:00ff",
    "mirror:5000/library/node@sha256:00ff",
  ],
])("when %s, then the reference says where to pull from", (_, registry, image, expected) => {
  expect(imageReference(registry, image)).toBe(expected);
});
