// Bundles a program with everything that it imports: node webpack.mjs PROJECT PROGRAM '{"target":"web"}'
import { join } from 'node:path'
import { promisify } from 'node:util'
import webpack from 'webpack'

const [project, program, options] = process.argv.slice(2)
const stats = await promisify(webpack)({
  context: project,
  entry: `./${program}.mjs`,
  mode: 'production',
  output: { path: join(project, 'dist'), filename: `${program}.cjs` },
  ...JSON.parse(options),
})
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'))
console.log(join(project, 'dist', `${program}.cjs`))
