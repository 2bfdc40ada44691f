#!/bin/sh
# npm run example:curl: the first three sessions, by GET, so that a proxy may keep the answer.
cd "$(dirname "$0")/../.." || exit 1
set -- --silent --show-error --get "${GATEWAY_URL:-http://localhost:8787/graphql}" \
  --header 'accept: application/json' \
  --data-urlencode query@operations/page-by-page.graphql \
  --data-urlencode 'variables={"first":3}'
if [ -n "$CHECKLY_API_KEY" ]; then
  # Read from standard input: a header on the command line can be seen by every user of the machine.
  printf 'authorization: Bearer %s\nx-checkly-account: %s\n' "$CHECKLY_API_KEY" "$CHECKLY_ACCOUNT_ID" | curl --header @- "$@"
else
  curl "$@"
fi
