// Bundles a program, for pages by default: node vite.mjs PROJECT ENTRY '{"ssr":true}'
import { join } from 'node:path'
import { build } from 'vite'

const [project, entry, options] = process.argv.slice(2)
await build({
  root: project,
  configFile: false,
  logLevel: 'error',
  build: {
    outDir: 'dist',
    ...JSON.parse(options),
    rolldownOptions: { input: join(project, entry), output: { entryFileNames: 'bundle.mjs' } },
  },
})
console.log(join(project, 'dist/bundle.mjs'))
