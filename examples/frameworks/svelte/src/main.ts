import { mount } from 'svelte'
import ChatRoom from './ChatRoom.svelte'

const target = document.getElementById('app')
const name = new URLSearchParams(location.search).get('name') ?? 'Guest'
if (target) mount(ChatRoom, { target, props: { name } })
