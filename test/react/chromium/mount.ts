import { Component, createElement, type ReactElement, type ReactNode, StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import { onTestFinished } from 'vitest'

/** A component in the page. */
export interface Mounted {
  readonly element: HTMLElement
  /** The error that reached the root. */
  readonly failure: unknown
  /** Renders something else in the same place, effects included. */
  render(element: ReactElement): void
  unmount(): void
}

/** Mounts an element in StrictMode, which mounts components twice. It is unmounted at the end of the test at the latest. */
export function mount(element: ReactElement): Mounted {
  return mountIn(StrictMode, element)
}

/** Mounts an element as in production: each component is rendered once. */
export function mountPlainly(element: ReactElement): Mounted {
  return mountIn(undefined, element)
}

function mountIn(wrapper: typeof StrictMode | undefined, element: ReactElement): Mounted {
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  const caught: { failure?: unknown } = {}
  const show = (shown: ReactElement): void => {
    const bounded = createElement(Boundary, { caught }, shown)
    flushSync(() => {
      root.render(wrapper ? createElement(wrapper, null, bounded) : bounded)
    })
  }
  show(element)
  return asMounted({ root, place, show, caught })
}

function asMounted(parts: {
  readonly root: Root
  readonly place: HTMLElement
  readonly show: (element: ReactElement) => void
  readonly caught: { readonly failure?: unknown }
}): Mounted {
  const { root, place, show, caught } = parts
  let isMounted = true
  const unmount = (): void => {
    if (isMounted) root.unmount()
    isMounted = false
    place.remove()
  }
  onTestFinished(unmount)
  return {
    element: place,
    get failure() {
      return caught.failure
    },
    render: show,
    unmount,
  }
}

interface BoundaryProps {
  readonly caught: { failure?: unknown }
  readonly children?: ReactNode
}

class Boundary extends Component<BoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false }

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.caught.failure = error
  }

  override render(): ReactNode {
    return this.state.hasFailed ? 'Something failed' : this.props.children
  }
}
