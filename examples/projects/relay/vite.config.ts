/** Relay's tags are replaced by what its compiler wrote before the page is served. */
import babel from '@rolldown/plugin-babel';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [babel({ plugins: ['relay'] })] });
