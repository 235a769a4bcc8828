# A service is one bundled file on the lab's Node image: nothing is installed while it is built.
ARG BASE
FROM ${BASE}
# By it `./lab clean` knows older builds, which have lost their name to newer ones.
LABEL kafka-lab.service=true
ENV NODE_ENV=production
WORKDIR /app
COPY main.js main.js.map ./
USER 1000:1000
CMD ["node", "--enable-source-maps", "main.js"]
