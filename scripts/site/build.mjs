// Builds the site into the folder `site`: the guides, the reference of every entry, a search and the demo.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { demoPage, writeDemo } from './demo.mjs'
import { readProject } from './reference.mjs'
import { repositoryFiles } from './repository-files.mjs'
import { stagePages } from './stage.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const folder = `${root}reports/site`

const documents = await stagePages({ root, folder, repository: repositoryFiles(manifest) })
await writeFile(`${folder}/${demoPage.path}`, demoPage.text)
documents.unshift(`${folder}/${demoPage.path}`)
const { app, project } = await readProject({ root, manifest, folder, documents })
await app.generateDocs(project, `${root}site`)
await writeDemo(`${root}site/demo`)
await app.generateJson(project, `${root}reports/site/reference.json`)
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1
