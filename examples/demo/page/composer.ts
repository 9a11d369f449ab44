import { find } from '../../shared/find.js'

/** Hands on what is typed into the field, and empties it when that was sent. */
export function listenToComposer(send: (text: string) => boolean): void {
  const field = find('field', HTMLInputElement)
  find('message', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    field.focus()
    if (field.value.trim() !== '' && send(field.value)) field.value = ''
  })
  // Pressing the button leaves the field its focus, and a phone its keyboard.
  find('send', HTMLButtonElement).addEventListener('mousedown', (event) => event.preventDefault())
}
