# Sourced. The servers log to standard output, which is where Docker keeps logs.

# $1 root level, $2 comma-separated logger=LEVEL pairs
log4j_properties() {
  local pair pairs
  echo "log4j.rootLogger=$1, stdout"
  echo "log4j.appender.stdout=org.apache.log4j.ConsoleAppender"
  echo "log4j.appender.stdout.layout=org.apache.log4j.PatternLayout"
  echo "log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n"
  IFS=',' read -r -a pairs <<<"$2"
  for pair in "${pairs[@]}"; do echo "log4j.logger.${pair%%=*}=${pair#*=}"; done
}

# The later of two lines for one logger wins, so the user's lines come after these.
kafka_loggers='kafka=INFO,kafka.network.RequestChannel$=WARN,kafka.request.logger=WARN'
kafka_loggers+=',kafka.controller=INFO,state.change.logger=INFO,kafka.authorizer.logger=WARN'
