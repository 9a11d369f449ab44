import type { NextConfig } from 'next'

const config: NextConfig = {
  // Next.js would look for it, and take a folder above with another lockfile.
  turbopack: { root: import.meta.dirname },
  // The server of the chat: node examples/chat/start.mjs --port 3000
  rewrites: async () => [{ source: '/chat', destination: 'http://127.0.0.1:3000/chat' }],
}

export default config
