// Takes pictures of the demo page in Chromium, to be compared by eye before a release:
// npm run screenshots -- [FOLDER]
import '../examples/typescript.mjs'

const { takeScreenshots } = await import('../test/demo/take-screenshots.ts')
await takeScreenshots(process.argv[2] ?? 'reports/demo')
