import { expect, it } from 'vitest'
import { brokenLinks, linksOf } from './broken-links.js'
import { indexedPages, readSite } from './built-site.js'

const site = readSite()

it('no link of the site is broken', () => {
  expect(linksOf(site).length).toBeGreaterThan(1_000)
  expect(brokenLinks(site)).toEqual([])
})

it('a broken link would be seen', () => {
  const pages = new Map([
    ['index.html', '<a href="guide.html#here">a</a> <a href="guide.html#there">b</a>'],
    ['guide.html', '<h1 id="here">Guide</h1> <img src="picture.png"> <a href="#nowhere">c</a>'],
    ['deep/page.html', '<a href="../index.html">d</a> <a href="index.html">e</a>'],
  ])
  expect(brokenLinks(pages)).toEqual([
    { from: 'index.html', target: 'guide.html#there' },
    { from: 'guide.html', target: 'picture.png' },
    { from: 'guide.html', target: '#nowhere' },
    { from: 'deep/page.html', target: 'index.html' },
  ])
})

it('the navigation and the search lead to pages of the site', () => {
  const targets = indexedPages(site)
  expect(targets.length).toBeGreaterThan(100)
  const pages = targets.map((target) => target.split('#')[0] ?? '')
  expect(pages.filter((path) => path !== '' && !site.has(path))).toEqual([])
})

it('links to other sites are complete and encrypted', () => {
  const outside = [...site].flatMap(([path, text]) =>
    path.endsWith('.html')
      ? Array.from(text.matchAll(/\shref="((?:https?:)?\/\/[^"]*)"/g), ([, target = '']) => target)
      : [],
  )
  expect(outside.length).toBeGreaterThan(10)
  expect(outside.filter((target) => !/^https:\/\/[\w.-]+\.[a-z]+(?:\/|$)/.test(target))).toEqual([])
})
