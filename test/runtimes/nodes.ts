import { join } from 'node:path'

const binary = (name: string) => join(import.meta.dirname, `node_modules/${name}/bin/node`)

/** The versions of Node on which the contract runs, and where they are. */
export const nodes: Readonly<Record<string, string>> = {
  20: binary('node20'),
  22: binary('node22'),
  24: binary('node24'),
  26: binary('node26'),
}
