/** Enough for every command-line tool, and so little that three of them fit beside a server in its container. */
const toolHeap = "-Xms16m -Xmx96m";

/**
 * Docker knows the name of a container only while it runs, and Java takes an unknown name for unknown for 10 s: brokers
 * that looked for one while it was away could not elect a controller with it when it was back. Nor is its address
 * always the one it had: two that come back may have changed places, and Java would go to the wrong one for 30 s.
 */
const shortNameCaches = ["-Dsun.net.inetaddr.ttl=1", "-Dsun.net.inetaddr.negative.ttl=1"];

/**
 * What Java is told in a container of Kafka or ZooKeeper, in the variables of Kafka's own start scripts. `docker exec`
 * hands all of them to tools as well: only EXTRA_ARGS is read by nothing but a server, and of two heaps Java takes the
 * last one, which is that.
 */
export function javaEnvironment(heapMb: number): Record<string, string> {
  return {
    EXTRA_ARGS: `-Xms${heapMb}m -Xmx${heapMb}m`,
    KAFKA_HEAP_OPTS: toolHeap,
    KAFKA_OPTS: shortNameCaches.join(" "),
  };
}
