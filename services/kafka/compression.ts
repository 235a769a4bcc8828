import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";
import * as lz4 from "lz4js";
import snappy from "snappyjs";

/** The values of COMPRESSION, and their numbers in a record batch of Kafka. */
export const COMPRESSION_TYPES = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;

type Encoder = { buffer: Buffer };

/**
 * kafkajs has only gzip. These add the other three for producer and consumer, in plain JavaScript or from Node itself,
 * so that a service stays one file without native parts.
 */
export function addCompressionCodecs(): void {
  const codecs = kafkajs.CompressionCodecs as Record<number, () => unknown>;
  codecs[COMPRESSION_TYPES.snappy] = () => snappyCodec;
  codecs[COMPRESSION_TYPES.lz4] = () => lz4Codec;
  codecs[COMPRESSION_TYPES.zstd] = () => zstdCodec;
}

const zstdCodec = {
  compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
  decompress: (buffer: Buffer) => promisify(zstdDecompress)(buffer),
};

const lz4Codec = {
  compress: async ({ buffer }: Encoder) => writeLz4Frame(buffer),
  decompress: async (buffer: Buffer) => Buffer.from(lz4.decompress(buffer)),
};

// Kafka accepts LZ4 frames only with independent blocks, which lz4js does not write: these are its blocks in our own
// frame. https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
const LZ4_HEADER = Buffer.from("04224d18604082", "hex");
const LZ4_BLOCK_BYTES = 65_536;
const LZ4_STORED = 0x80000000;

function writeLz4Frame(buffer: Buffer): Buffer {
  const parts: Buffer[] = [LZ4_HEADER];
  for (let at = 0; at < buffer.length; at += LZ4_BLOCK_BYTES) {
    const block = buffer.subarray(at, at + LZ4_BLOCK_BYTES);
    const compressed = Buffer.alloc(lz4.compressBound(block.length));
    const length = lz4.compressBlock(block, compressed, 0, block.length, new Uint32Array(65_536));
    if (length === 0 || length >= block.length) parts.push(uint32(LZ4_STORED + block.length), block);
    else parts.push(uint32(length), compressed.subarray(0, length));
  }
  return Buffer.concat([...parts, uint32(0)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const snappyCodec = {
  compress: async ({ buffer }: Encoder) => snappy.compress(buffer),
  decompress: async (buffer: Buffer) => (isXerial(buffer) ? readXerial(buffer) : snappy.uncompress(buffer)),
};

// Java clients write snappy as a stream of blocks (xerial): a header of 16 bytes, then length and block in turn.
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);

function isXerial(buffer: Buffer): boolean {
  return buffer.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC);
}

function readXerial(buffer: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 16; at < buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    blocks.push(snappy.uncompress(buffer.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}
