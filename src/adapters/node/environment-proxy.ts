import http from 'node:http'
import { isIPv4 } from 'node:net'
import { hostOf, isSecure } from './host.js'

/** The environment variables of proxies, as Node keeps them. */
type ProxyEnvironment = Readonly<Record<string, string | undefined>>

/** Not in the types of Node 20, nor on other runtimes. */
type AgentWithOptions = http.Agent & {
  readonly options?: { readonly proxyEnv?: ProxyEnvironment | undefined }
}

/**
 * The proxy that the environment names for an address, where Node itself follows it: with `NODE_USE_ENV_PROXY=1`, with
 * `--use-env-proxy` or after `http.setGlobalProxyFromEnv`. `undefined` means a direct connection.
 */
export function environmentProxy(url: URL): URL | undefined {
  const { options } = http.globalAgent as AgentWithOptions
  const environment = options?.proxyEnv
  if (!environment || url.protocol === 'ws+unix:') return undefined
  const plain = variable(environment, 'http_proxy')
  const proxy = (isSecure(url) && variable(environment, 'https_proxy')) || plain
  // Node ignores proxies with other schemes, such as `socks5:`.
  if (!proxy || !/^https?:\/\//.test(proxy)) return undefined
  const port = url.port || (isSecure(url) ? '443' : '80')
  return isExempt(environment, hostOf(url), port) ? undefined : new URL(proxy)
}

function isExempt(environment: ProxyEnvironment, host: string, port: string): boolean {
  const entries =
    variable(environment, 'no_proxy')
      ?.toLowerCase()
      .split(/[,\s]+/) ?? []
  return entries.some((entry) => matches(entry, host, port))
}

function variable(environment: ProxyEnvironment, name: string): string | undefined {
  return environment[name] || environment[name.toUpperCase()]
}

/** Whether an entry of `NO_PROXY` stands for a host: `*`, a name, an address, a suffix, or a range of IPv4 addresses. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*' || entry === host || entry === `${host}:${port}`) return true
  if (entry.startsWith('.') && entry.slice(1) === host) return true
  if (/^\*?\../.test(entry)) return host.endsWith(entry.replace('*', ''))
  const [first, last] = entry.split('-').map(toNumber)
  const address = toNumber(host)
  return first !== undefined && last !== undefined && address >= first && address <= last
}

/** An IPv4 address as a number; NaN for anything else. */
function toNumber(address: string): number {
  return isIPv4(address)
    ? address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    : NaN
}
