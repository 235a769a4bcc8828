import fc from "fast-check";
import kafkajs from "kafkajs";
import snappy from "snappyjs";
import { expect, test } from "vitest";
import { addCompressionCodecs, COMPRESSION_TYPES } from "./compression.ts";

type Codec = { compress(e: { buffer: Buffer }): Promise<Buffer>; decompress(b: Buffer): Promise<Buffer> };

addCompressionCodecs();
const codecs = kafkajs.CompressionCodecs as unknown as Record<number, () => Codec>;

for (const name of ["snappy", "lz4", "zstd"] as const) {
  test(`when bytes go through ${name}, then they come back as they were`, async () => {
    const codec = codecs[COMPRESSION_TYPES[name]]?.() as Codec;
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1 }),
      fc.uint8Array({ max: 3, minLength: 1, maxLength: 100_000 }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const compressed = await codec.compress({ buffer: Buffer.from(given) });
        expect(Buffer.compare(await codec.decompress(compressed), Buffer.from(given))).toBe(0);
      }),
    );
  });
}

test("when snappy comes in blocks, as Java writes it, then all blocks are read", async () => {
  const block = (text: string) => {
    const compressed = snappy.compress(Buffer.from(text));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(compressed.length);
    return Buffer.concat([length, compressed]);
  };
  const header = Buffer.from("82534e4150505900" + "0000000100000001", "hex");
  const stream = Buffer.concat([header, block("Hello, "), block("Kafka!")]);
  const codec = codecs[COMPRESSION_TYPES.snappy]?.() as Codec;
  expect(String(await codec.decompress(stream))).toBe("Hello, Kafka!");
});
