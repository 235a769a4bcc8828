# Sourced. How every Java process of the image is started.

kafka_home=/opt/kafka
archive=$kafka_home/archive/classes.jsa

# Jars in a fixed order: a class-data archive is valid only for the very class path it was made with.
class_path() {
  local jars=("$kafka_home"/libs/*.jar)
  (IFS=:; printf '%s' "${jars[*]}")
}

# Without the archive, or with one that does not fit, Java starts anyway, a little slower.
archive_option() {
  printf '%s' "${ARCHIVE_OPTION--XX:SharedArchiveFile=$archive -Xshare:auto -Xlog:cds=off}"
}
