# A service is two bundled files on the lab's Node image, its own code and the packages that it uses: nothing is
# installed while it is built.
ARG BASE
FROM ${BASE}
# By this label `./lab clean` recognises older builds, whose name a newer one has taken.
LABEL kafka-lab.service=true
ENV NODE_ENV=production
WORKDIR /app
# The folder of the volume for the certificate: Docker gives a new volume the owner of the folder in the image.
COPY --chown=1000:1000 certificates/ /var/lib/kafka-lab/certificates/
USER 1000:1000
# Where memory is limited, V8 gives new objects less space than its usual 16 MB, and then collects garbage all the time.
# Source maps by a call, because with the flag for them pino reads the map at every start, to find its caller.
CMD ["node", "--max-semi-space-size=16", "--eval", "process.setSourceMapsEnabled(true); require('./main.js')"]
# Last what changes most, because everything after it is done anew. The files stay root's.
COPY libraries.js libraries.js.map ./
COPY main.js main.js.map ./
