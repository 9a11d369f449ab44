import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [vue()],
  // The server of the chat: node examples/chat/start.mjs --port 3000
  server: { proxy: { '/chat': { target: 'ws://127.0.0.1:3000', ws: true } } },
})
