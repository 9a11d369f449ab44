import type { Page } from 'playwright-core'

/** Texts and edges of a page whose colour is too close to what is behind them (WCAG 2.2, 1.4.3 and 1.4.11). */
export function lowContrasts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? [])
        .map((part) => Number(part) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const backgroundOf = (element: Element | null): string => {
      if (!element) return 'rgb(255, 255, 255)'
      const { backgroundColor } = getComputedStyle(element)
      return backgroundColor === 'rgba(0, 0, 0, 0)'
        ? backgroundOf(element.parentElement)
        : backgroundColor
    }
    const ratio = (one: string, other: string): number => {
      const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
      return (light + 0.05) / (dark + 0.05)
    }
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ checkVisibilityCSS: true })
    const found: string[] = []
    const check = (what: string, wanted: number, colours: readonly [string, string]): void => {
      const measured = ratio(...colours)
      if (measured < wanted) found.push(`${what}: ${measured.toFixed(2)}, wanted ${wanted}`)
    }
    const checkText = ({ parentElement, textContent }: Node): void => {
      if (!parentElement || !textContent?.trim() || !isShown(parentElement)) return
      const { color } = getComputedStyle(parentElement)
      check(textContent.trim(), 4.5, [color, backgroundOf(parentElement)])
    }
    const checkControl = (control: Element): void => {
      if (!isShown(control)) return
      const { borderTopColor, backgroundColor } = getComputedStyle(control)
      const edge = control.id === 'send' ? backgroundColor : borderTopColor
      check(control.id, 3, [edge, backgroundOf(control.parentElement)])
    }
    const checkShape = (shape: Element): void => {
      if (!isShown(shape)) return
      const { fill, stroke } = getComputedStyle(shape)
      const colour = stroke === 'none' ? fill : stroke
      check(shape.id || 'icon', 3, [colour, backgroundOf(shape.parentElement)])
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text; text = texts.nextNode()) checkText(text)
    // The button with the paper clip has no edge: it is its icon.
    document.querySelectorAll('button:not(#attach), input').forEach(checkControl)
    document.querySelectorAll('#chart path, #attach svg, #empty svg').forEach(checkShape)
    return found
  })
}
