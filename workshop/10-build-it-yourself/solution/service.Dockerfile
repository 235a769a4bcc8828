ARG BASE
FROM ${BASE}
WORKDIR /app
COPY main.js ./
USER 1000:1000
CMD ["node", "main.js"]
