# The gateway on Node: docs/node.md. The image holds Node, one file and the pages; no npm package, no shell script.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build:node

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build /app/dist/node .
ENV NODE_ENV=production
ENV LISTEN_ADDRESS=0.0.0.0
ENV PORT=8787
EXPOSE 8787
# By number, so that Kubernetes can see that it is not root: the image's user "node".
USER 1000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "gateway.mjs"]
