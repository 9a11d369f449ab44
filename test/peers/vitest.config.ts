import { defineConfig } from 'vitest/config'
import { runnable } from '../setup/runnable.js'

const python = ['python3-websockets', 'python3-aiohttp', 'python3-tornado']

/** Servers, proxies and browsers made by others, on the loopback interface. The examples talk to some of them. */
export default defineConfig({
  test: {
    name: 'peers',
    root: import.meta.dirname,
    globalSetup: ['./install.setup.ts', '../package/installed-package.setup.ts'],
    include: runnable('peers', {
      'apps.test.ts': [],
      'chat/client.test.ts': [],
      'chat/memory-relay.test.ts': [],
      'chat/many-processes.test.ts': ['nats-server', 'haproxy'],
      'chat/nats-relay.test.ts': ['nats-server'],
      'chat/one-process.test.ts': [],
      'chat/page.test.ts': ['chromium', 'nats-server', 'haproxy'],
      'chat/types.test.ts': [],
      'chrome-devtools.test.ts': ['chromium'],
      'echo.test.ts': python,
      'graphql.test.ts': [],
      'mqtt.test.ts': ['mosquitto'],
      'proxies.test.ts': [...python, 'nginx', 'haproxy'],
      'served-behind-proxies.test.ts': ['nginx', 'haproxy', 'openssl'],
      'tls.test.ts': [...python, 'openssl'],
      'tunnel.test.ts': ['websockify'],
      'web-socket-class.test.ts': [],
    }),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
