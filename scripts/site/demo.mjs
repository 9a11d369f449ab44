import '../../examples/typescript.mjs'

/** The page of the site that the demo is on. */
export const demoPage = {
  path: 'demo.md',
  text: `---
title: Demo
group: Guides
---

# Demo

The server of this demo is in the page too, joined to it by \`channelPair\`. Send text or a file, stop the server, drop the
connection or freeze it, and see how the channel comes back. <a href="site:demo/index.html">Open it alone</a>.

<iframe class="site-demo" src="site:demo/index.html" title="Demo"></iframe>
`,
}

/** Writes the demo into a folder of the site. It is bundled with the built package. */
export async function writeDemo(folder) {
  const { writeStaticPage } = await import('../../examples/demo/static-page.ts')
  await writeStaticPage(folder)
}
