# A service is one bundled file on the lab's Node image: nothing is installed while it is built.
ARG BASE
FROM ${BASE}
# By it `./lab clean` knows older builds, which have lost their name to newer ones.
LABEL kafka-lab.service=true
ENV NODE_ENV=production
WORKDIR /app
COPY main.js main.js.map ./
USER 1000:1000
# V8 gives new objects less room than its usual 16 MB where memory is limited, and then clears it all the time.
# Source maps by a call: under the flag that is meant for it, pino has the map read at every start, to find its caller.
CMD ["node", "--max-semi-space-size=16", "--eval", "process.setSourceMapsEnabled(true); require('./main.js')"]
