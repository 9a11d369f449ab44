// Bundles a program for React Native: node metro.mjs PROJECT ENTRY '{"unstable_enablePackageExports":false}'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Metro from 'metro'
import { FileStore } from 'metro-cache'
import { getDefaultConfig, mergeConfig } from 'metro-config'

const [project, entry, options] = process.argv.slice(2)
const out = join(project, 'dist', 'bundle.js')
const packages = join(project, '../node_modules')
const tools = fileURLToPath(new URL('node_modules', import.meta.url))
// Every bundle of Metro contains parts of these.
const runtimes = {
  'metro-runtime': join(tools, 'metro-runtime'),
  '@babel/runtime': join(tools, '@babel/runtime'),
}
const config = mergeConfig(await getDefaultConfig(project), {
  projectRoot: project,
  watchFolders: [project, packages, ...Object.values(runtimes)],
  cacheStores: [new FileStore({ root: join(packages, '../metro-cache') })],
  reporter: { update: () => undefined },
  resolver: {
    // The values of React Native's own configuration.
    resolverMainFields: ['react-native', 'browser', 'main'],
    unstable_conditionNames: ['react-native'],
    sourceExts: ['js', 'mjs', 'json'],
    extraNodeModules: runtimes,
    useWatchman: false,
    ...JSON.parse(options),
  },
  transformer: {
    babelTransformerPath: join(tools, '@react-native/metro-babel-transformer/src/index.js'),
    allowOptionalDependencies: true,
  },
})
await mkdir(join(project, 'dist'), { recursive: true })
await Metro.runBuild(config, {
  entry: join(project, entry),
  out,
  platform: 'ios',
  dev: false,
  minify: false,
})
console.log(out)
