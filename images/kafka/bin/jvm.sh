# Sourced. How every Java process of the image is started.

kafka_home=/opt/kafka
archive=$kafka_home/archive/classes.jsa

# Jars in a fixed order: a class-data archive is valid only for the very class path it was made with. Java looks for each
# class in one jar after the other, so those with most of them come first.
class_path() {
  local jars=("$kafka_home"/libs/{kafka,scala-library,zookeeper}*.jar) jar
  for jar in "$kafka_home"/libs/*.jar; do
    case ${jar##*/} in kafka* | scala-library* | zookeeper*) ;; *) jars+=("$jar") ;; esac
  done
  (IFS=:; printf '%s' "${jars[*]}")
}

# Without the archive, or with one that does not fit, Java starts anyway, a little slower.
archive_option() {
  printf '%s' "${ARCHIVE_OPTION--XX:SharedArchiveFile=$archive -Xshare:auto -Xlog:cds=off}"
}
