/** What both pages need: where the gateway is, who asks, and a place in the page. */
import { type ComponentType, createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/** `npm start` answers there, and needs no credential. */
export const gatewayUrl: string = import.meta.env.VITE_GATEWAY_URL || 'http://localhost:8787/graphql';

/**
 * A credential never belongs into a page's bundle: ask the reader for it, and keep it in the tab.
 * @returns no header where none is kept
 */
export function readCredentials(): Record<string, string> {
  const headers: Record<string, string> = {};
  const key = sessionStorage.getItem('checkly-api-key');
  const account = sessionStorage.getItem('checkly-account-id');
  if (key !== null) headers.authorization = `Bearer ${key}`;
  if (account !== null) headers['x-checkly-account'] = account;
  return headers;
}

/** @throws Error when the page has no element `#root` */
export function show(app: ComponentType): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no element "#root".');
  createRoot(root).render(createElement(StrictMode, null, createElement(app)));
}
