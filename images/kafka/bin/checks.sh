# Sourced. Checks what the environment must and must not have; each mistake is one sentence that names the variable.

fail() {
  echo "$1" >&2
  exit 1
}

require() {
  [[ -n ${!1-} ]] || fail "$1 is required.${2:+ $2}"
}

check_kafka() {
  local name
  if [[ -n ${KAFKA_PROCESS_ROLES-} ]]; then
    require CLUSTER_ID "In KRaft mode every node is given the same one: kafka-storage random-uuid prints one."
  else
    require KAFKA_ZOOKEEPER_CONNECT "For example zookeeper:2181; or set KAFKA_PROCESS_ROLES and CLUSTER_ID for KRaft mode."
  fi
  if [[ ${KAFKA_PROCESS_ROLES-} == controller ]]; then
    [[ -z ${KAFKA_ADVERTISED_LISTENERS-} ]] || fail "KAFKA_ADVERTISED_LISTENERS is not supported on a KRaft controller."
  else
    require KAFKA_ADVERTISED_LISTENERS "It is the address that clients are told, for example PLAINTEXT://kafka:9092."
  fi
  for name in ADVERTISED_PORT ADVERTISED_HOST HOST PORT; do
    refuse_deprecated "$name"
  done
  if [[ ${KAFKA_ADVERTISED_LISTENERS-} =~ SASL_.*:// ]]; then
    require KAFKA_OPTS "SASL needs -Djava.security.auth.login.config=FILE in it."
  fi
}

refuse_deprecated() {
  local variable=KAFKA_$1 property=${1,,}
  [[ -z ${!variable-} ]] ||
    fail "${property//_/.} is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead. ($variable is set.)"
}

check_zookeeper() {
  [[ -n ${ZOOKEEPER_CLIENT_PORT-}${ZOOKEEPER_SECURE_CLIENT_PORT-} ]] ||
    fail "ZOOKEEPER_CLIENT_PORT or ZOOKEEPER_SECURE_CLIENT_PORT is required, for example ZOOKEEPER_CLIENT_PORT=2181."
  if [[ -n ${ZOOKEEPER_SERVERS-} ]]; then
    require ZOOKEEPER_SERVER_ID "It is this server's place in ZOOKEEPER_SERVERS, from 1."
  fi
}

check_writable() {
  local dir
  for dir in "$@"; do
    [[ -d $dir && -w $dir ]] || fail "$dir is not writable by $(id -un) (uid $(id -u)): give the volume to uid 1000."
  done
}
