/** What vite prepares is this page's own: both pages may be served at once. */
import { defineConfig } from 'vite';

export default defineConfig({ cacheDir: '../node_modules/.vite/apollo' });
