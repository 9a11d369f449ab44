// Bundles a program as package.json says, where Parcel has its options: node parcel.mjs PROJECT ENTRY '{}'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Parcel } from '@parcel/core'

const [project, entry, options] = process.argv.slice(2)
await writeFile(join(project, 'package.json'), options)
const parcel = new Parcel({
  entries: join(project, entry),
  defaultConfig: fileURLToPath(import.meta.resolve('@parcel/config-default')),
  mode: 'production',
  shouldDisableCache: true,
  shouldAutoInstall: false,
  cacheDir: join(project, '.parcel-cache'),
  defaultTargetOptions: { distDir: join(project, 'dist'), sourceMaps: false },
})
const { bundleGraph } = await parcel.run()
console.log(bundleGraph.getBundles()[0].filePath)
