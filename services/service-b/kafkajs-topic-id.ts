import type Broker from "kafkajs/src/broker/index.js";
import Decoder from "kafkajs/src/protocol/decoder.js";
import Encoder from "kafkajs/src/protocol/encoder.js";

/**
 * Kafka's id of a topic, as `kafka-topics --describe` writes it: a topic that was deleted and created again has another
 * one. Undefined if it is unknown: there is no such topic, or the brokers are older than ids (2.8). kafkajs 2.2.4
 * speaks no version of the protocol that has ids, so this is the one request that we encode ourselves.
 */
export async function readTopicId(broker: Broker, topic: string): Promise<string | undefined> {
  if ((broker.versions?.[METADATA]?.maxVersion ?? 0) < WITH_IDS) return undefined;
  const request = {
    apiKey: METADATA,
    apiVersion: WITH_IDS,
    apiName: "Metadata",
    encode: async () => encodeRequest(topic),
  };
  const parse = async (id: string | undefined) => id;
  return broker.connectionPool.send<string | undefined>({ request, response: { decode: decodeId, parse } });
}

// https://kafka.apache.org/protocol#The_Messages_Metadata
const METADATA = 3;
const WITH_IDS = 10;
const ID_BYTES = 16;
const NO_FIELDS = 0;

// The first byte ends the header, which has a list of optional fields in this version.
function encodeRequest(topic: string) {
  const askedByName = Buffer.alloc(ID_BYTES);
  return new Encoder()
    .writeUVarInt(NO_FIELDS)
    .writeUVarInt(1 + 1)
    .writeBuffer(askedByName)
    .writeUVarIntString(topic)
    .writeUVarInt(NO_FIELDS)
    .writeBoolean(false)
    .writeBoolean(false)
    .writeBoolean(false)
    .writeUVarInt(NO_FIELDS);
}

async function decodeId(payload: Buffer): Promise<string | undefined> {
  const answer = new Decoder(payload);
  answer.readTaggedFields();
  answer.readInt32(); // throttle time
  answer.readUVarIntArray(skipBroker);
  answer.readUVarIntString(); // cluster
  answer.readInt32(); // controller
  answer.readUVarInt(); // one topic
  const errorCode = answer.readInt16();
  answer.readUVarIntString(); // name
  const id = answer.readBytes(ID_BYTES);
  return errorCode === 0 && id?.some((byte) => byte !== 0) ? id.toString("base64url") : undefined;
}

function skipBroker(answer: Decoder): void {
  answer.readInt32(); // id
  answer.readUVarIntString(); // host
  answer.readInt32(); // port
  answer.readUVarIntString(); // rack
  answer.readTaggedFields();
}
