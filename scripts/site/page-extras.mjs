import { dirname, posix } from 'node:path'
import { JSX, PageEvent } from 'typedoc'
import { REFERENCE } from './guides.mjs'

// Links of the form `site:demo/index.html` lead there from every page.
const OWN_LINK = /(href|src)="site:([^"]*)"/g

// A first visit shows the guides and the entries; later ones what the reader has opened.
const OPEN_GROUPS = `try {
  for (const name of ['Guides', '${REFERENCE}']) {
    const key = 'tsd-accordion-' + name
    if (localStorage.getItem(key) === null) localStorage.setItem(key, 'true')
  }
} catch {
  // Without storage all groups are closed.
}`

/** Adds to every page what TypeDoc has no option for. */
export function addPageExtras(renderer) {
  renderer.hooks.on('head.end', () =>
    JSX.createElement('script', null, JSX.createElement(JSX.Raw, { html: OPEN_GROUPS })),
  )
  renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents.replace(
      OWN_LINK,
      (_, attribute, path) => `${attribute}="${posix.relative(dirname(page.url), path)}"`,
    )
  })
}
