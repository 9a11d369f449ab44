// Runs a bundle and prints what it returned: node node.mjs FILE URL
const [file, url] = process.argv.slice(2)
globalThis.echoUrl = url
await import(file)
console.log(JSON.stringify(await globalThis.result))
