/** Relay's tags are replaced by what its compiler wrote before the page is served. */
import babel from '@rolldown/plugin-babel';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [babel({ plugins: ['relay'] })],
  // Of its own: both pages may be served at once.
  cacheDir: '../node_modules/.vite/relay',
});
