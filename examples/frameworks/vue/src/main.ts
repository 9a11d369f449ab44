import { createApp } from 'vue'
import ChatRoom from './ChatRoom.vue'

const name = new URLSearchParams(location.search).get('name') ?? 'Guest'
createApp(ChatRoom, { name }).mount('#app')
