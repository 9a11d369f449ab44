// Refuses to release what is not ready: node scripts/check-release.mjs v0.2.0
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { releaseProblems } from './release-problems.mjs'

const read = (name) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8')
const problems = releaseProblems({
  tag: process.argv[2] ?? '',
  manifest: JSON.parse(read('package.json')),
  lock: JSON.parse(read('package-lock.json')),
  changelog: read('CHANGELOG.md'),
})
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
