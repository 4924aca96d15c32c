# The Node of package.json's optionalDependencies.
ARG NODE_IMAGE=node:26.10.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: it wants every platform's optional packages in the lockfile. What is in there is installed as it stands.
RUN npm install --no-save --include=dev --no-audit --no-fund
COPY . .
RUN npm run build && rm -rf .next/cache

# The packages alone, without those that only build and test, and without a second Node.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/node-* node_modules/.bin/node

FROM ${NODE_IMAGE}
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Owned by root and not writable by who runs it; nothing is written below /app, so the root may be read-only.
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/lib ./lib
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/package.json /app/next.config.js /app/server.ts ./
# For a SQLite database, file:/data/eni-desk.db; with PostgreSQL nothing is kept here.
RUN install -d -o node -g node -m 0700 /data
VOLUME /data
USER node
EXPOSE 3000
# Alive, not ready: a replica whose database is away must not be started again for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# Not npm: signals must reach the process that drains.
CMD ["node", "--conditions=react-server", "server.ts"]
