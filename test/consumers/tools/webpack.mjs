// Bundles a program with everything that it imports: node webpack.mjs PROJECT ENTRY '{"target":"web"}'
import { join } from 'node:path'
import { promisify } from 'node:util'
import webpack from 'webpack'

const [project, entry, options] = process.argv.slice(2)
const stats = await promisify(webpack)({
  context: project,
  entry: `./${entry}`,
  mode: 'production',
  optimization: { minimize: false },
  output: { path: join(project, 'dist'), filename: 'bundle.cjs' },
  ...JSON.parse(options),
})
const warnings = stats.compilation.warnings.filter(({ module }) =>
  module?.resource?.includes('node_modules/web-socket-channel/'),
)
if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'))
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'))
console.log(join(project, 'dist/bundle.cjs'))
