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
CMD ["node", "--enable-source-maps", "--max-semi-space-size=16", "main.js"]
