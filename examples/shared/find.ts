/** Returns the element with this id, which the page must have. */
export function find<E extends Element>(id: string, type: new () => E): E {
  const element = document.getElementById(id)
  if (element instanceof type) return element
  throw new Error(`The page has no ${type.name} with the id "${id}"`)
}
