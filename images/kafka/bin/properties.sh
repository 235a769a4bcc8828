# Sourced. Turns environment variables into the properties that Kafka and ZooKeeper read; prints them and changes
# nothing.

# Names that start with KAFKA_ but are settings of the image or of the JVM, not of the broker.
is_reserved() {
  case $1 in
    KAFKA_VERSION | KAFKA_OPTS | KAFKA_HEAP_OPTS | KAFKA_JVM_PERFORMANCE_OPTS | KAFKA_GC_LOG_OPTS) ;;
    KAFKA_LOG4J_* | KAFKA_TOOLS_* | KAFKA_JMX_* | KAFKA_CUB_* | KAFKA_DATA_DIRS) ;;
    *) return 1 ;;
  esac
}

# ADVERTISED_LISTENERS -> advertised.listeners; a__b -> a_b; a___b -> a-b. In longer runs `___` is read first.
property_name() {
  local rest=${1,,} name='' run
  while [[ $rest =~ ^([^_]*)(_+)(.*)$ ]]; do
    name+=${BASH_REMATCH[1]} run=${BASH_REMATCH[2]} rest=${BASH_REMATCH[3]}
    if [[ $run == _ ]]; then name+=.; else run=${run//___/-} name+=${run//__/_}; fi
  done
  printf '%s' "$name$rest"
}

# Bind everywhere on the ports that are advertised: PLAINTEXT://kafka:9092 -> PLAINTEXT://0.0.0.0:9092
listeners_of() {
  local listener listeners=()
  for listener in ${1//,/ }; do listeners+=("${listener%%://*}://0.0.0.0:${listener##*:}"); done
  (IFS=,; printf '%s' "${listeners[*]}")
}

kafka_properties() {
  local name
  for name in "${!KAFKA_@}"; do
    is_reserved "$name" && continue
    [[ $name == KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET ]] && echo "zookeeper.clientCnxnSocket=${!name}" && continue
    echo "$(property_name "${name#KAFKA_}")=${!name}"
  done
  [[ -v KAFKA_LOG_DIRS ]] || echo "log.dirs=/var/lib/kafka/data"
  if [[ ! -v KAFKA_LISTENERS && -n ${KAFKA_ADVERTISED_LISTENERS-} ]]; then
    echo "listeners=$(listeners_of "$KAFKA_ADVERTISED_LISTENERS")"
  fi
  # The official image waits this long for ZooKeeper before it starts the broker; here the broker itself waits.
  if [[ -n ${KAFKA_ZOOKEEPER_CONNECT-} && ! -v KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS ]]; then
    echo "zookeeper.connection.timeout.ms=${KAFKA_CUB_ZK_TIMEOUT:-40}000"
  fi
}
