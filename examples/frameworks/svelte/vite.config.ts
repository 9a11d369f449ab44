import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  // The server of the chat: node examples/chat/start.mjs --port 3000
  server: { proxy: { '/chat': { target: 'ws://127.0.0.1:3000', ws: true } } },
})
