# The service with its production dependencies, as an unprivileged user. What it must be told at start (API_KEYS, MODEL
# and more) is in docs/operations.md.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=build --chown=node:node /app/package.json ./
COPY --from=build --chown=node:node /app/node_modules ./node_modules
COPY --from=build --chown=node:node /app/dist ./dist
RUN mkdir data && chown node:node data
USER node
EXPOSE 8000
CMD ["node", "dist/main.js"]
