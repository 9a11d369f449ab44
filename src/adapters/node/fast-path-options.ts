/**
 * When the fast path is taken: `'auto'` with the versions of `ws` with which it was tested, `true` with every `ws` that looks
 * the same inside, `false` never.
 */
export type FastPathMode = 'auto' | boolean

/** Options of the fast path. */
export interface FastPathOptions {
  /**
   * Reads and writes plain frames in place of `ws`, which is several times faster for many small ones. `'auto'` does so with
   * the versions of `ws` with which it was tested, `true` with every `ws` that looks the same inside, `false` never. The
   * environment variable `WEB_SOCKET_CHANNEL_FAST_PATH=off` turns it off for a process, whatever this option says. Other
   * `message` listeners on the `ws` socket are not called for these frames.
   *
   * @default 'auto'
   */
  readonly fastPath?: FastPathMode | undefined
}

/**
 * Why an open channel does not take the fast path:
 *
 * - `'disabled'`: the option `fastPath` is `false`
 * - `'environment'`: the environment variable `WEB_SOCKET_CHANNEL_FAST_PATH` is `off`
 * - `'not-ws'`: the socket is of another class than that of `ws`
 * - `'no-request'`: a server's side without the option `request`
 * - `'connection'`: the connection is of another class than Node's own, or somebody has replaced its methods
 * - `'compression'`: the peers agreed on compression
 * - `'listener'`: somebody else listens to the messages, or to the bytes of the connection
 * - `'ws-internals'`: the socket is of a subclass, in the middle of a frame, has other options, or looks different inside
 * - `'ws-version'`: with `'auto'`, the version of `ws` is not known, or it was not tested
 */
export type FastPathRefusal =
  | 'disabled'
  | 'environment'
  | 'not-ws'
  | 'no-request'
  | 'connection'
  | 'compression'
  | 'listener'
  | 'ws-internals'
  | 'ws-version'

/** Why the fast path is not taken with any socket; `undefined` if that depends on the socket. */
export function generalRefusal(mode: FastPathMode): FastPathRefusal | undefined {
  if (mode === false) return 'disabled'
  return environmentSwitch() === 'off' ? 'environment' : undefined
}

function environmentSwitch(): string | undefined {
  try {
    return process.env['WEB_SOCKET_CHANNEL_FAST_PATH']
  } catch {
    // Deno throws where a program may not read the variable.
    return undefined
  }
}
