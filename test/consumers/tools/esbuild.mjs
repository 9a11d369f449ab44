// Bundles a program: node esbuild.mjs PROJECT ENTRY '{"platform":"neutral"}'
import { join } from 'node:path'
import { build } from 'esbuild'

const [project, entry, options] = process.argv.slice(2)
const settings = JSON.parse(options)
const outfile = join(project, 'dist', `bundle.${settings.format === 'esm' ? 'mjs' : 'cjs'}`)
await build({
  absWorkingDir: project,
  entryPoints: [entry],
  bundle: true,
  outfile,
  logLevel: 'error',
  ...settings,
})
console.log(outfile)
