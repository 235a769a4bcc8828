import Connection from "kafkajs/src/network/connection.js";
import ConnectionPool from "kafkajs/src/network/connectionPool.js";

/**
 * Closes connections that kafkajs 2.2.4 keeps. After a request that timed out it sends the next one on the same
 * connection, where it times out as well, although a new connection would work:
 * https://github.com/tulios/kafkajs/issues/919. And when a connection breaks within an answer, kafkajs reads the
 * fragment as the beginning of the next connection's first answer.
 */
export function dropDeadConnections(): void {
  const { connect } = Connection.prototype;
  if (connect.name === "connectAfresh") return;

  Connection.prototype.connect = function connectAfresh() {
    if (!this.isConnected()) {
      this.chunks = [];
      this.bytesBuffered = 0;
      this.bytesNeeded = LENGTH_BYTES;
    }
    return connect.call(this);
  };

  ConnectionPool.prototype.send = async function sendOrDrop(call) {
    const connection = await this.getConnectionByRequest(call);
    const { socket } = connection;
    try {
      return await connection.send(call);
    } catch (error) {
      if (connection.socket === socket && isDead(connection, error as RequestError)) {
        const idle = this.pool.filter(({ requestQueue }) => requestQueue.inflight.size === 0);
        await Promise.all([connection, ...idle].map((other) => drop(other, error)));
      }
      throw error;
    }
  };
}

type RequestError = { name: string; correlationId: number };

// A broker answers in order: while an earlier request may still be waiting, this one has only waited behind it.
function isDead({ requestQueue }: Connection, { name, correlationId }: RequestError): boolean {
  const [oldest = Number.POSITIVE_INFINITY] = requestQueue.inflight.keys();
  return name === "KafkaJSRequestTimeoutError" && correlationId < oldest;
}

// Destroyed, because a late answer would mix with the next connection's.
async function drop(connection: Connection, why: unknown): Promise<void> {
  if (!connection.isConnected()) return;
  connection.socket.destroy();
  connection.requestQueue.rejectAll(why);
  await connection.disconnect();
}

const LENGTH_BYTES = 4;
