// Bundles a program with the two plugins that find packages: node rollup.mjs PROJECT ENTRY '{"browser":true}'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import commonjs from '@rollup/plugin-commonjs'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'

const [project, entry, options] = process.argv.slice(2)
const file = join(project, 'dist/bundle.mjs')
const bundle = await rollup({
  input: join(project, entry),
  plugins: [nodeResolve(JSON.parse(options)), commonjs()],
  external: isBuiltin,
})
await bundle.write({ file, format: 'es' })
console.log(file)
