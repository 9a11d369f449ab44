import module from 'node:module'
import { resolve } from 'node:path'
import type { WebSocket } from 'ws'

const CLASS_FILE = /[\\/]lib[\\/]websocket\.js$/

const versions = /* @__PURE__ */ new WeakMap<object, string | undefined>()

/**
 * The version of `ws` that the class of a socket comes from, as `major.minor`; `undefined` if it cannot be found, as for a
 * subclass, or for a `ws` that a bundler has put into another file.
 */
export function wsVersion(native: WebSocket): string | undefined {
  const { constructor } = native
  if (!versions.has(constructor)) versions.set(constructor, findVersion(constructor))
  return versions.get(constructor)
}

// A process may have several copies of ws, and an adopted socket may be of any of them: so the class is looked up among the
// modules that are loaded. Node keeps CommonJS modules there that were loaded by `import`, too.
function findVersion(constructor: object): string | undefined {
  try {
    // Any absolute path is right, because nothing is resolved against it.
    // Called on the module, because webpack for Node warns of an imported `createRequire` whose argument it cannot evaluate.
    const load = module.createRequire(process.execPath)
    const file = Object.keys(load.cache).find(
      (path) => CLASS_FILE.test(path) && load.cache[path]?.exports === constructor,
    )
    if (file === undefined) return undefined
    const manifest = load(resolve(file, '../../package.json')) as Manifest
    return manifest.name === 'ws' ? /^\d+\.\d+/.exec(manifest.version ?? '')?.[0] : undefined
  } catch {
    // Other runtimes and test runners have a cache of another kind, or none.
    return undefined
  }
}

interface Manifest {
  readonly name?: string
  readonly version?: string
}
