# Sourced. Key stores by file name, and passwords by file, both under /etc/kafka/secrets, as in the official image.

secrets_dir=/etc/kafka/secrets

read_ssl_secrets() {
  [[ ${KAFKA_ADVERTISED_LISTENERS-} == *SSL://* ]] || return 0
  require_secret KAFKA_SSL_KEYSTORE_FILENAME
  require_secret KAFKA_SSL_KEY_CREDENTIALS
  require_secret KAFKA_SSL_KEYSTORE_CREDENTIALS
  export KAFKA_SSL_KEYSTORE_LOCATION=$secrets_dir/$KAFKA_SSL_KEYSTORE_FILENAME
  export KAFKA_SSL_KEY_PASSWORD KAFKA_SSL_KEYSTORE_PASSWORD
  KAFKA_SSL_KEY_PASSWORD=$(<"$secrets_dir/$KAFKA_SSL_KEY_CREDENTIALS")
  KAFKA_SSL_KEYSTORE_PASSWORD=$(<"$secrets_dir/$KAFKA_SSL_KEYSTORE_CREDENTIALS")
  case ${KAFKA_SSL_CLIENT_AUTH-} in *required* | *requested*) read_truststore_secrets ;; esac
}

read_truststore_secrets() {
  require_secret KAFKA_SSL_TRUSTSTORE_FILENAME
  require_secret KAFKA_SSL_TRUSTSTORE_CREDENTIALS
  export KAFKA_SSL_TRUSTSTORE_LOCATION=$secrets_dir/$KAFKA_SSL_TRUSTSTORE_FILENAME
  export KAFKA_SSL_TRUSTSTORE_PASSWORD
  KAFKA_SSL_TRUSTSTORE_PASSWORD=$(<"$secrets_dir/$KAFKA_SSL_TRUSTSTORE_CREDENTIALS")
}

require_secret() {
  require "$1" "It is the name of a file in $secrets_dir."
  [[ -f $secrets_dir/${!1} ]] || fail "$1 names $secrets_dir/${!1}, and there is no such file."
}
