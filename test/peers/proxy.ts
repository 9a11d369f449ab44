import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram, type Program } from './start-program.js'

/** Milliseconds after which the proxies drop a connection on which nothing moves. */
export const idleTimeout = 1_000

/** How a proxy is started. */
export interface ProxyOptions {
  /** The port on which it listens. */
  readonly from: number
  /** The port of the server. */
  readonly to: number
  /** The variable of nginx that becomes the header `Host`; `$host` has no port. */
  readonly host?: '$host' | '$http_host'
}

/** Starts a reverse proxy in front of a port, on a port given. */
export type StartProxy = (options: ProxyOptions) => Promise<Program>

export const proxies: Readonly<Record<'nginx' | 'haproxy', StartProxy>> = {
  async nginx(options) {
    return startWith(options.from, (folder) => ({
      command: '/usr/sbin/nginx',
      args: (file) => ['-c', file, '-e', 'stderr'],
      configuration: nginxConfiguration(options, folder),
    }))
  },
  async haproxy({ from, to }) {
    return startWith(from, () => ({
      command: '/usr/sbin/haproxy',
      args: (file) => ['-db', '-f', file],
      configuration: haproxyConfiguration({ from, to }),
    }))
  },
}

interface Start {
  readonly command: string
  readonly configuration: string
  readonly args: (file: string) => readonly string[]
}

async function startWith(port: number, how: (folder: string) => Start): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'proxy-'))
  const { command, configuration, args } = how(folder)
  const file = join(folder, 'configuration')
  await writeFile(file, configuration)
  const program = await startProgram(command, args(file), port)
  return {
    port,
    async stop() {
      await program.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function nginxConfiguration({ from, to, host = '$host' }: ProxyOptions, folder: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
master_process off;
pid ${folder}/pid;
events {}
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${from};
    location / {
      proxy_pass http://127.0.0.1:${to};
      proxy_http_version 1.1;
      proxy_set_header Host ${host};
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout ${idleTimeout}ms;
    }
  }
}
`
}

function haproxyConfiguration({ from, to }: ProxyOptions): string {
  return `
defaults
  mode http
  timeout connect 1s
  timeout client ${idleTimeout}ms
  timeout server ${idleTimeout}ms
  timeout tunnel ${idleTimeout}ms
frontend proxy
  bind 127.0.0.1:${from}
  default_backend echo
backend echo
  server echo 127.0.0.1:${to}
`
}
