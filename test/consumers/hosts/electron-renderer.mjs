// Runs a bundle where both a page's globals and those of Node are, and prints what it returned.
import { createRequire } from 'node:module'

const [file, url] = process.argv.slice(2)
globalThis.window = globalThis.self = globalThis
globalThis.echoUrl = url
createRequire(import.meta.url)(file)
console.log(JSON.stringify(await globalThis.result))
