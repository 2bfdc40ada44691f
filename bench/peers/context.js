/** What the plain resolvers read from a request: upstream's address, and the credential to pass on. */

export function toContext(upstreamUrl, headers) {
  return {
    upstreamUrl,
    headers: {
      authorization: headers.authorization,
      'x-checkly-account': headers['x-checkly-account'],
    },
  };
}
