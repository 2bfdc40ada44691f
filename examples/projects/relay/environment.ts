/** Relay's store and its way to the gateway. */
import { Environment, type FetchFunction, Network, RecordSource, Store } from 'relay-runtime';
import { gatewayUrl, readCredentials } from '../page.ts';

const fetchQuery: FetchFunction = async ({ text: query }, variables) => {
  const response = await fetch(gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...readCredentials() },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
};

export const environment = new Environment({
  network: Network.create(fetchQuery),
  store: new Store(new RecordSource()),
});
