import type { NextConfig } from 'next'

const config: NextConfig = {
  // The server of the chat: npm run example:chat -- --port 3000
  rewrites: async () => [{ source: '/chat', destination: 'http://127.0.0.1:3000/chat' }],
}

export default config
