/** Which request of Kafka's protocol, and in which version of it: https://kafka.apache.org/protocol#protocol_api_keys */
interface RequestKind {
  readonly apiKey: number;
  readonly version: number;
  readonly clientId?: string;
}

/** A request as it goes over the wire: its size, the header that all requests have, and what is asked. */
export function encodeRequest(
  { apiKey, version, clientId = "lab" }: RequestKind,
  ...asked: readonly Buffer[]
): Buffer {
  const correlationId = int32(1);
  return framed(int16(apiKey), int16(version), correlationId, string(clientId), ...asked);
}

/** Puts the size before a message, as both sides do. */
export function framed(...parts: readonly Buffer[]): Buffer {
  const message = Buffer.concat(parts);
  return Buffer.concat([int32(message.length), message]);
}

/** The message in what has been received, without its size; undefined while a part of it is still missing. */
export function unframed(received: Buffer): Buffer | undefined {
  if (received.length < 4 || received.length < 4 + received.readInt32BE()) return undefined;
  return received.subarray(4);
}

export function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

export function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

export function int64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(value));
  return buffer;
}

/** Its length in bytes comes first. */
export function string(text: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** Reads a response from its beginning on, a value at a time. */
export class ResponseReader {
  readonly #response: Buffer;
  #at = 0;

  /** The response is given without its size. */
  constructor(response: Buffer) {
    this.#response = response;
  }

  skip(bytes: number): void {
    this.#take(bytes);
  }

  uint8(): number {
    return this.#response.readUInt8(this.#take(1));
  }

  int16(): number {
    return this.#response.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#response.readInt32BE(this.#take(4));
  }

  int64(): number {
    return Number(this.#response.readBigInt64BE(this.#take(8)));
  }

  /** Kafka writes a string that is absent with the length -1; it is read as the empty one. */
  string(): string {
    return this.text(Math.max(0, this.int16()));
  }

  /** That many bytes as text. */
  text(length: number): string {
    const start = this.#take(length);
    return this.#response.toString("utf8", start, start + length);
  }

  #take(bytes: number): number {
    this.#at += bytes;
    return this.#at - bytes;
  }
}
