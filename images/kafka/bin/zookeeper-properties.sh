# Sourced. ZooKeeper's names follow no rule that could be computed, so the official image lists them; so do we.

zookeeper_names=(
  AUTH_PROVIDER_SASL=authProvider.sasl AUTH_PROVIDER_X509=authProvider.x509
  AUTOPURGE_PURGE_INTERVAL=autopurge.purgeInterval AUTOPURGE_SNAP_RETAIN_COUNT=autopurge.snapRetainCount
  ADMIN_COMMAND_URL=admin.commandURL ADMIN_ENABLE_SERVER=admin.enableServer ADMIN_IDLE_TIMEOUT=admin.idleTimeout
  ADMIN_SERVER_ADDRESS=admin.serverAddress ADMIN_SERVER_PORT=admin.serverPort
  CLIENT_CNXN_SOCKET=clientCnxnSocket CLIENT_PORT=clientPort CLIENT_PORT_ADDRESS=clientPortAddress
  CLIENT_PORT_UNIFICATION=client.portUnification CNX_TIMEOUT=cnxTimeout ELECTION_ALG=electionAlg
  FORCE_SYNC=forceSync FSYNC_WARNING_THRESHOLDMS=fsync.warningthresholdms
  GLOBAL_OUTSTANDING_LIMIT=globalOutstandingLimit INIT_LIMIT=initLimit JUTE_MAX_BUFFER=jute.maxbuffer
  LEADER_SERVES=leaderServes MAX_CLIENT_CNXNS=maxClientCnxns MAX_SESSION_TIMEOUT=maxSessionTimeout
  MIN_SESSION_TIMEOUT=minSessionTimeout PRE_ALLOC_SIZE=preAllocSize QUORUM_LISTEN_ON_ALL_IPS=quorumListenOnAllIPs
  SECURE_CLIENT_PORT=secureClientPort SERVER_CNXN_FACTORY=serverCnxnFactory SERVER_CNXN_SOCKET=serverCnxnSocket
  SKIP_ACL=skipACL SNAP_COUNT=snapCount SSL_AUTH_PROVIDER=ssl.authProvider SSL_QUORUM=sslQuorum
  SYNC_ENABLED=syncEnabled SYNC_LIMIT=syncLimit TCP_KEEP_ALIVE=tcpKeepAlive TICK_TIME=tickTime
  TRACE_FILE=traceFile X509_AUTHENTICATION_PROVIDER_SUPER_USER=X509AuthenticationProvider.superUser
)

# The same names exist for clients (ssl.) and between servers (ssl.quorum.).
zookeeper_ssl_names=(
  CIPHER_SUITES=ciphersuites CLIENT_AUTH=clientAuth CONTEXT_SUPPLIER_CLASS=context.supplier.class CRL=crl
  ENABLED_PROTOCOLS=enabledProtocols HANDSHAKE_DETECTION_TIMEOUT_MILLIS=handshakeDetectionTimeoutMillis
  HOSTNAME_VERIFICATION=hostnameVerification KEYSTORE_LOCATION=keyStore.location
  KEYSTORE_PASSWORD=keyStore.password KEYSTORE_TYPE=keyStore.type OCPS=ocsp
  TRUSTSTORE_LOCATION=trustStore.location TRUSTSTORE_PASSWORD=trustStore.password TRUSTSTORE_TYPE=trustStore.type
)

zookeeper_properties() {
  local entry
  echo "dataDir=/var/lib/zookeeper/data"
  echo "dataLogDir=/var/lib/zookeeper/log"
  for entry in "${zookeeper_names[@]}"; do
    print_if_set "ZOOKEEPER_${entry%%=*}" "${entry#*=}"
  done
  for entry in "${zookeeper_ssl_names[@]}"; do
    print_if_set "ZOOKEEPER_SSL_${entry%%=*}" "ssl.${entry#*=}"
    print_if_set "ZOOKEEPER_SSL_QUORUM_${entry%%=*}" "ssl.quorum.${entry#*=}"
  done
  if [[ -n ${ZOOKEEPER_SERVERS-} ]]; then
    [[ -v ZOOKEEPER_INIT_LIMIT ]] || echo "initLimit=10"
    [[ -v ZOOKEEPER_SYNC_LIMIT ]] || echo "syncLimit=5"
  fi
  print_numbered server "${ZOOKEEPER_SERVERS-}"
  print_numbered group "${ZOOKEEPER_GROUPS-}"
  print_numbered weight "${ZOOKEEPER_WEIGHTS-}"
}

print_if_set() {
  if [[ -v $1 ]]; then echo "$2=${!1}"; fi
}

# zoo1:2888:3888;zoo2:2888:3888 -> server.1=zoo1:2888:3888, server.2=zoo2:2888:3888
print_numbered() {
  local items index
  IFS=';' read -r -a items <<<"$2"
  for index in "${!items[@]}"; do echo "$1.$((index + 1))=${items[index]}"; done
}
